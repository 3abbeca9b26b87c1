# QEMU's -M virt, 64 bit: Debian's kernel with the drivers that it lacks as modules: gpio-virtio, and
# those of the USB adapter DLN-2. What the demo boots: a module takes
# half a minute, the small kernel of arm64.sh four. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=arm64
kernel_arch=arm64
cross=aarch64-linux-gnu-
stock_kernel=linux-image-arm64
device_trees=()
modules=(gpio-virtio xhci-pci dln2 gpio-dln2)
built_modules=(drivers/gpio/gpio-virtio.c drivers/mfd/dln2.c drivers/gpio/gpio-dln2.c)
