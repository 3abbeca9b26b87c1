#include "qemu/arguments/option_names.hpp"

#include <string>

namespace pinbridge::qemu {
namespace {

// From qemu-options.hx, with what only some targets or earlier versions have; a space around each.
constexpr std::string_view kFlags =
    " S alt-grab async-teardown audio-help ctrl-grab curses daemonize display-help enable-fips "
    "enable-hax enable-kvm enable-sync-profile full-screen h help jitdump mem-prealloc "
    "no-acpi no-fd-bootchk no-frame no-hpet no-kvm no-kvm-irqchip no-kvm-pit "
    "no-kvm-pit-reinjection no-quit no-reboot no-shutdown no-user-config nodefaults "
    "nodefconfig nographic old-param only-migratable perfmap portrait preconfig s sdl "
    "semihosting singlestep snapshot usb version win2k-hack xen-attach xen-domid-restrict ";
constexpr std::string_view kWithValue =
    " D L M accel acpitable action add-fd append audio audiodev bios blockdev boot bt cdrom "
    "chardev chroot compat cpu d debugcon device dfilter display drive dtb dump-vmstate echr "
    "fda fdb fsdev fw_cfg g gdb global hda hdb hdc hdd icount incoming initrd iscsi k kernel "
    "loadvm m machine mem-path mon monitor msg mtdblock name net netdev nic numa object "
    "option-rom overcommit parallel pflash pidfile plugin prom-env qmp qmp-pretty qtest "
    "qtest-log readconfig realtime rotate rtc run-with runas sandbox sd seed "
    "semihosting-config serial set shim smbios smp soundhw spice tb-size tpmdev trace "
    "usbdevice uuid vga virtfs virtfs_synth vnc watchdog watchdog-action writeconfig "
    "xen-domid ";

}  // namespace

Takes option_takes(std::string_view name) {
  if (name.find(' ') != name.npos) return Takes::unknown;
  const std::string word = ' ' + std::string(name) + ' ';
  if (kFlags.find(word) != kFlags.npos) return Takes::nothing;
  if (kWithValue.find(word) != kWithValue.npos) return Takes::value;
  return Takes::unknown;
}

}  // namespace pinbridge::qemu
