# QEMU's -M vexpress-a9, and -M virt with 32 bits. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=armhf
kernel_arch=arm
cross=arm-linux-gnueabihf-
kernel_target=zImage
kernel_image=arch/arm/boot/zImage
device_trees=(vexpress-v2p-ca9.dtb)
