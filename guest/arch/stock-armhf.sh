# QEMU's -M virt with 32 bits, -M sabrelite and -M ast2600-evb, with the kernel that Debian gives everybody.
# imx2_wdt is what reboots a sabrelite. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=armhf
cross=arm-linux-gnueabihf-
stock_kernel=linux-image-armmp
device_trees=(imx6q-sabrelite.dtb aspeed-ast2600-evb.dtb)
modules=(gpio-mxc gpio-aspeed imx2_wdt)
