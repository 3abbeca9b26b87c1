# QEMU's -M q35, with the kernel that Debian gives everybody: it runs programs of this machine, if that is an amd64 one too.
# Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=amd64
cross=x86_64-linux-gnu-
stock_kernel=linux-image-amd64
device_trees=()
# USB, and what a CP2112 takes.
modules=(xhci-pci usbhid hid-cp2112)
