# QEMU's -M virt, 64 bit, with the kernel that Debian gives everybody. Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=arm64
cross=aarch64-linux-gnu-
stock_kernel=linux-image-arm64
device_trees=()
modules=()
