# QEMU's -M virt, 64 bit: Debian's kernel with Linux's drivers for buses on GPIO lines, and for devices on them. Its
# gpio-virtio is compiled as for debian-arm64, and the driver of a matrix of keys too. tests/test_bus_drivers.py boots it.
# Sourced by guest/build.
# shellcheck shell=bash disable=SC2034
debian_arch=arm64
kernel_arch=arm64
cross=aarch64-linux-gnu-
stock_kernel=linux-image-arm64
device_trees=()
# The chips; I²C, SPI and 1-Wire; a thermometer, memory cards and their file system, an infrared receiver; keys and LEDs.
# Debian has the drivers of spidev and of the DS1307 in its kernel.
modules=(virtio_mmio gpio-virtio i2c-gpio i2c-dev spi-gpio w1-gpio w1_therm mmc_spi vfat nls_cp437 nls_ascii
  gpio-ir-recv ir-nec-decoder evdev gpio-keys leds-gpio matrix-keypad)
built_modules=(drivers/gpio/gpio-virtio.c drivers/input/keyboard/matrix_keypad.c)
