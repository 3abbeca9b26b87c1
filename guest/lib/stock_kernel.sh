# The kernel that the distribution gives everybody. Sourced by guest/build, after initramfs.sh's
# choose_user_space: it comes from where the programs come from.
# shellcheck shell=bash disable=SC2154

# Sets kernel_package, the one that $stock_kernel stands for now, and kernel_list, which version the mirror has.
choose_stock_kernel() {
  kernel_package=$(private_apt_list "$user_space" install "$stock_kernel" |
    sed -nE 's/^[^ ]+  (linux-image-[0-9][^_]*)_.*/\1/p')
  [ -n "$kernel_package" ] || die "the mirror's $stock_kernel names no kernel"
  kernel_list=$(private_apt_list "$user_space" download "$kernel_package")
}

stock_kernel_hash() {
  printf '%s\n' "$kernel_list" "${built_modules[@]}" | hash_of "$here/lib/stock_kernel.sh" "$here/arch/$arch.sh"
}

# kernel, device trees, and modules/ with those that the machines need and "order", in which to load them.
make_stock_kernel() {
  local out=$1 work=$2 name
  say "downloading $kernel_package for $debian_arch (about 100 MB) and unpacking it"
  private_apt_download "$user_space" "$work" "$kernel_package"
  deb_unpack "$work/deb" "$work"/*.deb
  # It is vmlinux where the kernel cannot be compressed.
  cp "$work"/deb/boot/vmlinu[xz]-* "$out/kernel"
  [ "$kernel_arch" != arm ] || unpack_kernel "$out/kernel"
  for name in "${device_trees[@]}"; do cp "$(find_in_kernel "$name")" "$out/"; done
  mkdir "$out/modules"
  [ ${#built_modules[@]} = 0 ] || build_modules
  for name in "${modules[@]}"; do add_module "$name"; done
}

# unpack_kernel FILE: a kernel of 32-bit Arm unpacks itself, which takes an emulated processor longer than the rest of its
# boot. In its place comes what it unpacks, at the place it would unpack it to: QEMU loads a file 64 KB after the start of
# memory, and the kernel expects to be 32 KB after a multiple of 2 MB. The first word jumps there.
unpack_kernel() {
  local packed=$1 start place=$((0x208000 - 0x10000))
  # The first such mark is within the program that unpacks it.
  start=$(LC_ALL=C grep -aboP '\xfd7zXZ\x00' "$packed" | tail -n 1 | cut -d : -f 1)
  [ -n "$start" ] || die "$kernel_package is not packed with xz"
  {
    word_of $((0xea000000 + (place - 8) / 4)) && head -c $((place - 4)) /dev/zero &&
      tail -c "+$((start + 1))" "$packed" | xz -dc --single-stream
  } >"$packed.unpacked"
  mv "$packed.unpacked" "$packed"
}

# word_of NUMBER: its four bytes, the lowest first.
word_of() { perl -e 'print pack "V", shift' "$1"; }

# Compiles drivers that Debian's kernel is configured without, from its own source, into $work/deb with the rest.
build_modules() {
  local release=${kernel_package#linux-image-} headers source tree=$work/modules make
  headers=linux-headers-$release
  source=linux-source-$(cut -d . -f 1,2 <<<"$release")
  say "downloading $source (about 150 MB) and compiling ${built_modules[*]##*/} for $release (half a minute)"
  private_apt_download "$user_space" "$work/sources" "$source" "$headers"
  deb_unpack "$work/sources" "$work"/sources/*.deb
  headers=$work/sources/usr/src/$headers
  tar -C "$work" -xf "$work/sources/usr/src/$source.tar.xz"
  source=$work/$source
  # Its configuration has types for debuggers, which take pahole. No type is made of a module alone, and the kernel takes
  # only a module of the same layout: so pahole is said to be here, and never called.
  printf '#!/bin/sh\necho v1.30\n' >"$work/pahole"
  chmod +x "$work/pahole"
  make=(make -C "$source" "ARCH=$kernel_arch" "CROSS_COMPILE=$cross" "KERNELRELEASE=$release" "PAHOLE=$work/pahole"
    KBUILD_BUILD_USER=pinbridge KBUILD_BUILD_HOST=pinbridge "KBUILD_BUILD_TIMESTAMP=@0" "-j$(nproc)")
  cp "$headers/.config" "$headers/Module.symvers" "$source/"
  mkdir "$tree"
  cp "${built_modules[@]/#/$source/}" "$tree/"
  printf 'obj-m += %s.o\n' "${built_modules[@]##*/}" | sed 's/\.c\.o$/.o/' >"$tree/Kbuild"
  quietly "$(cache_dir)/log/modules-$arch.log" "compiling modules for the $arch kernel" compile_modules
  mv "$tree"/*.ko "$work/deb/"
}

# Not modules_prepare: it also compiles what makes types for debuggers, for which more libraries are necessary.
compile_modules() {
  "${make[@]}" olddefconfig && "${make[@]}" prepare0 && make_linker_script && make_object_tool &&
    "${make[@]}" "M=$tree" modules
}

# As the kernel's own rule for scripts/module.lds.
make_linker_script() {
  local arch_include=$source/arch/$kernel_arch/include
  "${cross}gcc" -E -P -x c -nostdinc -I "$arch_include" -I "$arch_include/generated" -I "$source/include" \
    -include "$source/include/linux/kconfig.h" -D__KERNEL__ -D__ASSEMBLY__ -D__ASSEMBLER__ -DLINKER_SCRIPT \
    -U"$kernel_arch" -o "$source/scripts/module.lds" "$source/scripts/module.lds.S"
}

# What the kernel's build of amd64 completes objects with.
make_object_tool() { ! grep -qx CONFIG_OBJTOOL=y "$source/.config" || "${make[@]}" tools/objtool; }

find_in_kernel() {
  local found
  found=$(find "$work/deb" -name "$1" -print -quit)
  [ -n "$found" ] || die "there is no $1 in $kernel_package"
  printf '%s\n' "$found"
}

# add_module NAME: that module and, before it, all that it depends on.
add_module() {
  local module=$out/modules/$1.ko packed needed
  [ ! -e "$module" ] || return 0
  # Modules are named with a dash or an underscore, and called with either.
  packed=$(find_in_kernel "${1//[-_]/[-_]}.ko*")
  case $packed in
    *.xz) xz -dc "$packed" >"$module" ;;
    *) cp "$packed" "$module" ;;
  esac
  needed=$("${cross}objcopy" -O binary --only-section=.modinfo "$module" /dev/stdout |
    tr '\0' '\n' | sed -n 's/^depends=//p')
  for needed in ${needed//,/ }; do add_module "$needed"; done
  echo "$1.ko" >>"$out/modules/order"
}
