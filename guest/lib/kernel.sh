# The guest's kernel: the distribution's source, allnoconfig, our fragments and our test driver. Sourced by
# guest/build.
# shellcheck shell=bash disable=SC2154

# Sets kernel_package, the kernel of this machine's suite, and kernel_list, which version the mirror has.
choose_kernel() {
  local suite
  suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  case $suite in
    bookworm) kernel_package=linux-source-6.1 ;;
    trixie) kernel_package=linux-source-6.12 ;;
    *) die "guests are built on Debian 12 (bookworm) or 13 (trixie)" ;;
  esac
  # The package is for all architectures; this machine's list has it.
  private_apt_setup kernel "$(dpkg --print-architecture)" empty "$suite"
  kernel_list=$(private_apt_list kernel download "$kernel_package")
}

kernel_hash() {
  printf '%s\n' "$kernel_list" | hash_of "$here/lib/kernel.sh" "$here/arch/$arch.sh" "$here/kernel/common.config" \
    "$here/kernel/$arch.config" "$here"/kernel/irq_probe/*
}

make_kernel() {
  local out=$1 work=$2 source=$2/$kernel_package tree make
  say "downloading $kernel_package (about 140 MB, kept for the next kernel) and unpacking it"
  private_apt_download kernel "$work" "$kernel_package"
  deb_unpack "$work/deb" "$work"/*.deb
  tar -C "$work" -xf "$work/deb/usr/src/$kernel_package.tar.xz"
  add_our_driver "$source"
  # The same inputs give the same kernel, whoever builds it and when.
  make=(make -C "$source" "ARCH=$kernel_arch" "CROSS_COMPILE=$cross" KBUILD_BUILD_USER=pinbridge
    KBUILD_BUILD_HOST=pinbridge "KBUILD_BUILD_TIMESTAMP=@0")
  configure "$work/configure.log" "$source" "$here/kernel/common.config" "$here/kernel/$arch.config"
  say "compiling the $arch kernel (3 to 4 minutes on 2 cores)"
  quietly "$(cache_dir)/log/kernel-$arch.log" "compiling the $arch kernel" \
    "${make[@]}" "-j$(nproc)" "$kernel_target" ${device_trees[0]:+dtbs}
  cp "$source/$kernel_image" "$out/kernel"
  for tree in "${device_trees[@]}"; do
    cp "$(find "$source/arch/$kernel_arch/boot/dts" -name "$tree" -print -quit)" "$out/"
  done
}

add_our_driver() {
  cp "$here/kernel/irq_probe/irq_probe.c" "$1/drivers/gpio/"
  echo 'obj-y += irq_probe.o' >>"$1/drivers/gpio/Makefile"
}

# configure LOG SOURCE FRAGMENT…: all that the fragments want, and nothing else.
configure() {
  local log=$1 source=$2 line
  shift 2
  cat "$@" >"$source/wanted.config"
  "${make[@]}" KCONFIG_ALLCONFIG=wanted.config allnoconfig >"$log" 2>&1 ||
    { cat "$log" >&2 && die "the $arch kernel cannot be configured"; }
  # What another option rules out is dropped without a word.
  while read -r line; do
    grep -qx "$line" "$source/.config" || die "the $arch kernel does not take $line of guest/kernel/"
  done < <(grep '^CONFIG_' "$source/wanted.config")
}
