/** The types of chip that stand for a gpiochip of a guest; all other chips are custom ones. */
export const GUEST_CHIPS = [
  "chip-virtio-gpio",
  "chip-native-gpio",
  "chip-usb-gpio",
  "chip-message-queue",
  "chip-opentitan",
  "chip-remote-port",
  "chip-ivshmem-gpio",
];

export function isGuestChip(type: string): boolean {
  return GUEST_CHIPS.includes(type);
}
