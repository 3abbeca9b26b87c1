# QEMU's -M virt, raspi3b and raspi4b, 64 bit, with Debian's kernel. The drivers that this lacks are modules of its own source:
# gpio-virtio, and those of the USB adapter DLN-2. What the demo boots: a module takes half a minute, the small kernel of
# arm64.sh four. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=arm64
kernel_arch=arm64
cross=aarch64-linux-gnu-
stock_kernel=linux-image-arm64
device_trees=(bcm2837-rpi-3-b.dtb bcm2711-rpi-4-b.dtb)
# USB controllers: xhci-pci of virt, dwc2 of a Raspberry Pi.
modules=(gpio-virtio xhci-pci phy-generic dwc2 usbhid hid-cp2112 dln2 gpio-dln2)
built_modules=(drivers/gpio/gpio-virtio.c drivers/mfd/dln2.c drivers/gpio/gpio-dln2.c)
