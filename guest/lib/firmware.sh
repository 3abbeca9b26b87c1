# Programs for machines that have no Linux: guest/firmware/MACHINE.c with what they share. Sourced by guest/build.
# shellcheck shell=bash disable=SC2154

firmware_compiler=arm-none-eabi-gcc

# Machines of QEMU, each with its processor and the linker script and start that go with it.
firmware_machines='lm3s6965evb cortex-m3 cortex_m
microbit cortex-m0 cortex_m
b-l475e-iot01a cortex-m4 cortex_m
raspi2b cortex-a7 raspi'

# MACHINE.elf for each; seconds for all of them, so they are made each time.
build_firmware() {
  local out=$here/../build/guest/firmware machine processor start
  command -v "$firmware_compiler" >/dev/null ||
    die "$firmware_compiler is missing: install the Debian package gcc-arm-none-eabi, or run scripts/setup test"
  mkdir -p "$out"
  while read -r machine processor start; do make_firmware; done <<<"$firmware_machines"
  say "firmware of $(cut -d ' ' -f 1 <<<"$firmware_machines" | paste -s -d ' ') is in build/guest/firmware"
}

make_firmware() {
  local sources=("$here/firmware/$machine.c" "$here/firmware/firmware.c")
  [ ! -f "$here/firmware/$start.c" ] || sources+=("$here/firmware/$start.c")
  # Nothing may become a call of a C library's function, which there is not.
  "$firmware_compiler" -mcpu="$processor" -Os -ffreestanding -fno-tree-loop-distribute-patterns -nostdlib \
    -Wall -Wextra -Werror -Wl,-T,"$here/firmware/$start.ld" -Wl,--build-id=none -o "$out/.$machine.elf" \
    "${sources[@]}"
  mv "$out/.$machine.elf" "$out/$machine.elf"
}
