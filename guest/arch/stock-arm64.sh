# QEMU's -M virt and raspi3b, 64 bit, with the kernel that Debian gives everybody. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=arm64
cross=aarch64-linux-gnu-
stock_kernel=linux-image-arm64
device_trees=(bcm2837-rpi-3-b.dtb)
# USB: xhci-pci of virt, dwc2 of raspi3b, and what a CP2112 takes.
modules=(xhci-pci phy-generic dwc2 usbhid hid-cp2112)
