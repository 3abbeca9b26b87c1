# QEMU's -M virt, 64 bit. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=arm64
kernel_arch=arm64
cross=aarch64-linux-gnu-
kernel_target=Image
kernel_image=arch/arm64/boot/Image
device_trees=()
