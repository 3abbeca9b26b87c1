#!/bin/sh
# A heartbeat on the machine's own PL061: the LED on line 6 blinks, faster while the button on line 5
# is pressed.

usage() {
  echo "usage: example-own-pins [-n BEATS]" >&2
  exit 2
}

beats=-1
while getopts n: option; do
  case $option in
    n) beats=$OPTARG ;;
    *) usage ;;
  esac
done
[ $OPTIND -gt $# ] || usage

chip=$(gpiodetect | sed -n 's/ .*pl061.*//p')
[ -n "$chip" ] || { echo "example-own-pins: this machine has no PL061" >&2 && exit 1; }
echo "the heart beats"
while [ "$beats" != 0 ]; do
  half=500ms
  [ "$(gpioget -c "$chip" --numeric 5)" = 1 ] || half=100ms
  # On and off once; then the line is released.
  gpioset -c "$chip" --toggle $half,$half,0 6=1 || exit
  beats=$((beats - 1))
done
echo "the heart has stopped"
