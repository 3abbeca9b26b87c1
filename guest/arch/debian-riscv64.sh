# QEMU's -M virt and sifive_u of 64 bits, with the kernel that Debian has from Debian 13 on and drivers that it lacks, as
# debian-arm64. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=riscv64
kernel_arch=riscv
cross=riscv64-linux-gnu-
stock_kernel=linux-image-riscv64
device_trees=()
modules=(gpio-virtio xhci-pci dln2 gpio-dln2)
built_modules=(drivers/gpio/gpio-virtio.c drivers/mfd/dln2.c drivers/gpio/gpio-dln2.c)
