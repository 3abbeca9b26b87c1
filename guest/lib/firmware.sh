# Programs for machines that have no Linux: guest/firmware/MACHINE.c with what they share. Sourced by guest/build.
# shellcheck shell=bash disable=SC2154

# Machines of QEMU, or one with an additional device, each with its processor, the addresses of the program and of RAM, and the sources that it shares
# with others.
firmware_machines='lm3s6965evb cortex-m3 0 0x20000000 cortex_m
microbit cortex-m0 0 0x20000000 cortex_m
b-l475e-iot01a cortex-m4 0 0x20000000 cortex_m
raspi2b cortex-a7 0x8000 0x10000 arm cortex_a bcm283x
raspi3b cortex-a53 0x80000 0x90000 cortex_a64 bcm283x
raspi4b cortex-a72 0x80000 0x90000 cortex_a64 bcm283x
npcm750-evb cortex-a9 0x8000 0x10000 arm cortex_a ns16550
sx1 arm920t 0x10000000 0x10010000 arm ns16550
sifive_e rv64imac 0x20400000 0x80000000
ppce500 8548 0x100000 0x110000 ns16550
virt-ivshmem cortex-a72 0x40200000 0x40300000 cortex_a64'

# MACHINE.elf for each, and example-MACHINE.elf where examples/MACHINE has a firmware.c; seconds for all of them, so they are made each time.
build_firmware() {
  local out=$here/../build/guest/firmware machine processor code ram shared
  mkdir -p "$out"
  while read -r machine processor code ram shared; do
    make_firmware "$machine" "$here/firmware/$machine.c" "$here/firmware/firmware.c"
    [ ! -f "$here/../examples/$machine/firmware.c" ] ||
      make_firmware "example-$machine" "$here/../examples/$machine/firmware.c"
  done <<<"$firmware_machines"
  say "firmware of $(cut -d ' ' -f 1 <<<"$firmware_machines" | paste -s -d ' ') is in build/guest/firmware"
}

# make_firmware NAME SOURCE…: NAME.elf of the sources and of those that the machine shares with others.
make_firmware() {
  local compiler package elf=$1 sources=("${@:2}") name
  for name in $shared; do sources+=("$here/firmware/$name.c"); done
  describe_firmware_compiler
  command -v "${compiler[0]}" >/dev/null ||
    die "${compiler[0]} is missing: install the Debian package $package, or run scripts/setup test"
  # No code may become a call of the C library: there is none.
  "${compiler[@]}" -Os -ffreestanding -fno-tree-loop-distribute-patterns -fno-pic -nostdlib -static \
    -Wall -Wextra -Werror -I "$here/firmware" -Wl,-T,"$here/firmware/memory.ld" -Wl,--build-id=none \
    -Wl,--defsym=code_address="$code",--defsym=ram_address="$ram" -o "$out/.$elf.elf" "${sources[@]}" -lgcc
  mv "$out/.$elf.elf" "$out/$elf.elf"
}

# The compiler with its options for the processor, and its Debian package.
describe_firmware_compiler() {
  case $processor in
    cortex-a53 | cortex-a72)
      # Without the MMU no access may be unaligned.
      compiler=(aarch64-linux-gnu-gcc -mcpu="$processor" -mgeneral-regs-only -mstrict-align)
      package=gcc-aarch64-linux-gnu
      ;;
    rv*)
      compiler=(riscv64-linux-gnu-gcc -march="${processor}_zicsr" -mabi=lp64 -mcmodel=medany)
      package=gcc-riscv64-linux-gnu
      ;;
    8548)
      compiler=(powerpc-linux-gnu-gcc -mcpu="$processor" -msoft-float -msdata=none)
      package=gcc-powerpc-linux-gnu
      ;;
    *)
      compiler=(arm-none-eabi-gcc -mcpu="$processor")
      package=gcc-arm-none-eabi
      ;;
  esac
}
