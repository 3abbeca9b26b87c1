// Sends one request to a bench and prints the messages: client SOCKET METHOD [PIN|PIN=STATE]...
//   client $socket set vm:3=high     client $socket watch vm:3
// It links with msgpack-c: -lmsgpackc on Debian 12, -lmsgpack-c on Debian 13.
#include "bench.h"

int main(int count, char** words) {
  if (count < 3) errx(2, "usage: client SOCKET METHOD [PIN|PIN=STATE]...");
  struct bench bench = connect_to(words[1]);
  begin_request(&bench, words[2], (size_t)count - 3);
  for (int i = 3; i < count; ++i) {
    char *state = words[i], *pin = strsep(&state, "=");
    if (state) msgpack_pack_map(bench.out, 2), put(&bench, "pin");
    put(&bench, pin);
    if (state) put(&bench, "state"), put(&bench, state);
  }
  send_request(&bench);
  int refused, watches = strcmp(words[2], "watch") == 0;
  do {
    refused = is_refusal(next_message(&bench));
    msgpack_object_print(stdout, bench.message.data);
    puts("");
    fflush(stdout);
  } while (watches && !refused);
  disconnect(&bench);
  return refused;
}
