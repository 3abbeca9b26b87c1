# The kernel that the distribution gives everybody, unchanged. Sourced by guest/build, after initramfs.sh's
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
  printf '%s\n' "$kernel_list" | hash_of "$here/lib/stock_kernel.sh" "$here/arch/$arch.sh"
}

# kernel, device trees, and modules/ with those that the machines need and "order", in which to load them.
make_stock_kernel() {
  local out=$1 work=$2 name
  say "downloading $kernel_package for $debian_arch (about 100 MB) and unpacking it"
  private_apt_download "$user_space" "$work" "$kernel_package"
  deb_unpack "$work/deb" "$work"/*.deb
  # It is vmlinux where the kernel cannot be compressed.
  cp "$work"/deb/boot/vmlinu[xz]-* "$out/kernel"
  for name in "${device_trees[@]}"; do cp "$(find_in_kernel "$name")" "$out/"; done
  mkdir "$out/modules"
  for name in "${modules[@]}"; do add_module "$name"; done
}

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
