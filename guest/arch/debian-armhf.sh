# QEMU's -M virt with 32 bits, -M sabrelite and -M ast2600-evb, with Debian's kernel and drivers that it lacks, as debian-arm64.
# imx2_wdt is what reboots a sabrelite. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=armhf
kernel_arch=arm
cross=arm-linux-gnueabihf-
stock_kernel=linux-image-armmp
device_trees=(imx6q-sabrelite.dtb aspeed-ast2600-evb.dtb)
# USB controllers: xhci-pci of virt, ci_hdrc_imx of sabrelite, ehci-platform of ast2600-evb.
modules=(gpio-mxc gpio-aspeed imx2_wdt gpio-virtio xhci-pci phy-mxs-usb ci_hdrc_imx ehci-platform dln2 gpio-dln2)
built_modules=(drivers/gpio/gpio-virtio.c drivers/mfd/dln2.c drivers/gpio/gpio-dln2.c)
