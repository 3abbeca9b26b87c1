# QEMU's -M virt with 32 bits, -M sabrelite, -M ast2600-evb and -M raspi2b, with the kernel that Debian gives everybody.
# Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=armhf
cross=arm-linux-gnueabihf-
stock_kernel=linux-image-armmp
device_trees=(imx6q-sabrelite.dtb aspeed-ast2600-evb.dtb bcm2836-rpi-2-b.dtb)
modules=(gpio-mxc gpio-aspeed)
