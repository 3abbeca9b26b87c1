# The guest's user space: busybox, libgpiod's tools and our programs. Sourced by guest/build.
# shellcheck shell=bash disable=SC2154

# Tests need not care where they were built: libgpiod is 2 everywhere. Debian 13 has it; Debian 12 has it in its
# backports, for when the mirror cannot give us the former.
choose_user_space() {
  local suites
  for suites in "trixie" "bookworm bookworm-backports"; do
    user_space=guest-$debian_arch-${suites%% *}
    user_packages=(busybox-static "gpiod/${suites##* }")
    # shellcheck disable=SC2086
    if (private_apt_setup "$user_space" "$debian_arch" empty $suites); then
      user_space_list=$(private_apt_list "$user_space" install "${user_packages[@]}")
      return
    fi
    say "the mirror does not give us $debian_arch of $suites"
  done
  die "libgpiod 2 for $debian_arch is not to be had from this machine's mirror"
}

# What an example has in the guest is called like its directory, so that the names count, too.
initramfs_hash() {
  local example_programs=("$here"/../examples/*/guest.*)
  # So do the modules of a kernel that has some.
  printf '%s\n' "$user_space_list" "${example_programs[@]#"$here"}" ${modules[0]:+"${kernel##*/}"} |
    hash_of "$here/lib/initramfs.sh" "$here/arch/$arch.sh" "$here/init" "$here"/programs/* \
      "${example_programs[@]}" "$("${cross}gcc" -print-file-name=libc.a)"
}

make_initramfs() {
  local out=$1 work=$2 root=$2/root program shared=()
  say "making the $arch initramfs"
  private_apt_download_with_deps "$user_space" "$work/packages" "${user_packages[@]}"
  deb_unpack "$work/unpacked" "$work"/packages/*.deb
  copy_user_space "$work/unpacked" "$root"
  for program in "$here"/programs/*.c; do
    case ${program##*/} in gpio-*) ;; *) shared+=("$program") ;; esac
  done
  for program in "$here"/programs/gpio-*.c; do
    compile "$root/bin/$(basename "$program" .c)" "$program"
  done
  for program in "$here"/../examples/*/guest.*; do install_example "$program"; done
  install -m 755 "$here/init" "$root/init"
  [ ! -d "$kernel/modules" ] || cp -r "$kernel/modules" "$root/usr/lib/modules"
  (cd "$root" && find . -exec touch -h -d @0 {} + && find . -print0 | sort -z |
    cpio --null --create --format=newc --owner=+0:+0 --reproducible --quiet) | store_in_gzip >"$out/initramfs.cpio.gz"
  printf '%s\n' "$user_space_list" >"$out/packages"
}

# In gzip's format, but not compressed: an emulated processor takes a third of a boot to decompress it.
store_in_gzip() { perl -MIO::Compress::Gzip=gzip -e 'gzip "-" => "-", -Level => 0, -Minimal => 1 or exit 1'; }

# compile PROGRAM SOURCE: with what our programs share.
compile() {
  "${cross}gcc" -O2 -static -Wall -Wextra -Werror -I "$here/programs" -o "$1" "$2" "${shared[@]}"
}

# examples/NAME/guest.c or guest.sh is example-NAME in the guest.
install_example() {
  local name
  name=example-$(basename "$(dirname "$1")")
  case $1 in
    *.c) compile "$root/bin/$name" "$1" ;;
    *.sh) install -m 755 "$1" "$root/bin/$name" ;;
  esac
}

# The programs and the libraries that they load: documents and all else stay outside.
copy_user_space() {
  local from=$1 to=$2 applet tool
  mkdir -p "$to"/{bin,dev,proc,sys,tmp,usr/bin,usr/lib}
  ln -s usr/lib "$to/lib"
  # Where programs of amd64 look for their loader.
  ln -s usr/lib "$to/lib64"
  install -m 755 "$(first_of "$from"{/usr,}/bin/busybox)" "$to/bin/busybox"
  for applet in $busybox_applets; do ln -s busybox "$to/bin/$applet"; done
  for tool in "$from"/usr/bin/gpio*; do
    cp "$tool" "$to/usr/bin/"
    copy_libraries "$tool"
  done
}

# Before Debian 13 the same file may be below / or below /usr.
first_of() {
  local file
  for file; do [ ! -e "$file" ] || { echo "$file" && return; }; done
  die "none of these is in the packages: $*"
}

# copy_libraries FILE: all that FILE names, and what those name, into one directory, which the loader searches.
copy_libraries() {
  local name found
  for name in $("${cross}readelf" -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; loader "$1"); do
    [ ! -e "$to/usr/lib/$name" ] || continue
    # It fails where one of the two is not there, having looked in the other.
    found=$(find -L "$from/lib" "$from/usr/lib" -name "$name" -print -quit 2>/dev/null) || true
    [ -n "$found" ] || die "$name, which ${1##*/} needs, is not in the packages"
    install -m 755 "$found" "$to/usr/lib/$name"
    copy_libraries "$found"
  done
}

loader() { "${cross}readelf" -l "$1" | sed -n 's,.*program interpreter: .*/\(.*\)\],\1,p'; }

busybox_applets='basename cat chmod clear cp cttyhack cut date devmem dirname dmesg env false find free grep
  head hexdump insmod kill ln ls mkdir mkfifo mknod mount mv od pidof poweroff printf ps reboot rm sed seq setsid sh
  sha256sum sleep sort stat stty sync tail tee test time timeout top touch tr true umount uname usleep vi wc
  which xxd'
