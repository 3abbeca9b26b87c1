# QEMU's -M sifive_u, with the kernel that Debian gives everybody from Debian 13 on. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=riscv64
cross=riscv64-linux-gnu-
stock_kernel=linux-image-riscv64
device_trees=()
modules=()
