#!/bin/sh
# A traffic light for cars, and one for those who want to cross the street and press the button.

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

# A line is an output for as long as a program holds it. So a lamp that is lit is a gpioset in the
# background, whose process id is in a file of the lamp's name; one that is off nobody holds.
holders=/tmp/traffic-light
on() {
  for lamp; do
    gpioset --banner "$lamp=1" >$holders/.news &
    echo $! >"$holders/$lamp"
    # It says so when it has the line, or ends without a word.
    read -r _ <$holders/.news || exit
  done
}
off() {
  for lamp; do
    holder=$(cat "$holders/$lamp")
    kill "$holder"
    # Quietly: the shell would tell that it was terminated.
    wait "$holder" 2>/dev/null
    rm "$holders/$lamp"
    # What a line is at that nobody holds is for its controller: most leave it as it was.
    gpioset --toggle 0 "$lamp=0" || exit
  done
}

# So many times the shortest phase.
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
# A press counts once, however its contact bounces: it has to be still for 20 ms. One that comes
# while people cross waits in the pipe.
gpiomon --banner --edges falling --debounce-period 20ms ${presses:+--num-events "$presses"} button \
  >$holders/.presses &
monitor=$!
# shellcheck disable=SC2046
trap 'kill $monitor 2>/dev/null; off $(ls $holders); rm -r $holders' EXIT
trap 'exit 1' INT TERM

on green wait
# Not at the other end of a pipeline: that is another shell, which could not wait for the holders
# that this one has started.
while read -r what _; do
  case $what in
    Monitoring) echo "waiting for the button" ;;
    *) let_cross && echo "somebody has crossed" ;;
  esac
done <$holders/.presses
