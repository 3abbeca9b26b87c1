# QEMU's -M q35, with Debian's kernel and drivers that it lacks, as debian-arm64: it runs programs of this machine, if that is an
# amd64 one too. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=amd64
kernel_arch=x86
cross=x86_64-linux-gnu-
stock_kernel=linux-image-amd64
device_trees=()
modules=(gpio-virtio xhci-pci usbhid hid-cp2112 dln2 gpio-dln2)
built_modules=(drivers/gpio/gpio-virtio.c drivers/mfd/dln2.c drivers/gpio/gpio-dln2.c)
