#!/bin/sh
# A traffic light for cars, and one for pedestrians, who press the button.

usage() {
  echo "usage: example-traffic-light [-n PRESSES] [-t TENTHS]" >&2
  exit 2
}

presses='' tenths=10 # of a second, for which the shortest of its phases lasts
while getopts n:t: option; do
  case $option in
    n) presses=$OPTARG ;;
    t) tenths=$OPTARG ;;
    *) usage ;;
  esac
done
[ $OPTIND -gt $# ] || usage

# A line is an output only while a program holds it. So each lit lamp is a gpioset in the background,
# with its process id in a file of the lamp's name. The line of a lamp that is off is not held.
holders=/tmp/traffic-light
on() {
  for lamp; do
    gpioset --banner "$lamp=1" >$holders/.news &
    echo $! >"$holders/$lamp"
    # gpioset prints its banner when it has the line, or ends without output.
    read -r _ <$holders/.news || exit
  done
}
off() {
  for lamp; do
    holder=$(cat "$holders/$lamp")
    kill "$holder"
    # Quietly: the shell reports that it was terminated.
    wait "$holder" 2>/dev/null
    rm "$holders/$lamp"
    # The controller decides the level of a line that is not held: most leave it unchanged.
    gpioset --toggle 0 "$lamp=0" || exit
  done
}

# phase N: waits N times the shortest phase.
phase() { usleep $(($1 * tenths * 100000)); }

let_cross() {
  phase 2
  off green && on yellow
  phase 1
  off yellow && on red
  phase 1
  off wait && on walk
  phase 3
  off walk && on wait
  phase 2
  on yellow
  phase 1
  off red yellow && on green
}

mkdir -p $holders
mkfifo $holders/.news $holders/.presses || exit
# A press counts once, however its contact bounces: it must be still for 20 ms. A press while
# pedestrians cross waits in the pipe.
gpiomon --banner --edges falling --debounce-period 20ms ${presses:+--num-events "$presses"} button \
  >$holders/.presses &
monitor=$!
# shellcheck disable=SC2046
trap 'kill $monitor 2>/dev/null; off $(ls $holders); rm -r $holders' EXIT
trap 'exit 1' INT TERM

on green wait
# Not in a pipeline: that is another shell, which cannot wait for the holders of this one.
while read -r what _; do
  case $what in
    Monitoring) echo "waiting for the button" ;;
    *) let_cross && echo "pedestrians have crossed" ;;
  esac
done <$holders/.presses
