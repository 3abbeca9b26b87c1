// Sends one request to a bench and prints the messages: client SOCKET METHOD [PIN|PIN=STATE]...
//   client $socket set vm:3=high     client $socket watch vm:3
// It links with msgpack-c: -lmsgpackc on Debian 12, -lmsgpack-c on Debian 13.
#define _GNU_SOURCE  // struct ucred
#include <err.h>
#include <msgpack.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// Sends nothing to another user, who may have made a socket of this name.
static int connect_to(const char* path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct ucred peer = {.uid = (uid_t)-1};
  int bench = socket(AF_UNIX, SOCK_STREAM, 0);
  if (strlen(path) >= sizeof address.sun_path) errx(2, "the socket's path is too long");
  strcpy(address.sun_path, path);
  if (connect(bench, (struct sockaddr*)&address, sizeof address) != 0) err(1, "no bench");
  getsockopt(bench, SOL_SOCKET, SO_PEERCRED, &peer, &(socklen_t){sizeof peer});
  if (peer.uid != geteuid()) errx(1, "the bench belongs to another user");
  return bench;
}

static void put(msgpack_packer* out, const char* text) {
  msgpack_pack_str(out, strlen(text));
  msgpack_pack_str_body(out, text, strlen(text));
}

// [0, 1, method, [PIN or {"pin": PIN, "state": STATE}, ...]]
static void send_request(int bench, const char* method, char** words, size_t count) {
  msgpack_sbuffer* buffer = msgpack_sbuffer_new();
  msgpack_packer* out = msgpack_packer_new(buffer, msgpack_sbuffer_write);
  msgpack_pack_array(out, 4);
  msgpack_pack_int(out, 0);
  msgpack_pack_int(out, 1);
  put(out, method);
  msgpack_pack_array(out, count);
  for (size_t i = 0; i < count; ++i) {
    char *state = words[i], *pin = strsep(&state, "=");
    if (state) msgpack_pack_map(out, 2), put(out, "pin");
    put(out, pin);
    if (state) put(out, "state"), put(out, state);
  }
  if (send(bench, buffer->data, buffer->size, 0) < 0) err(1, "no bench");
  msgpack_packer_free(out);
  msgpack_sbuffer_free(buffer);
}

// [1, 1, error, result] is the answer, [2, name, [parameters]] a notification.
static void print(msgpack_object message, int is_watch) {
  const msgpack_object* fields = message.via.array.ptr;
  msgpack_object_print(stdout, message);
  puts("");
  fflush(stdout);
  int is_refused = fields[0].via.u64 == 1 && fields[2].type != MSGPACK_OBJECT_NIL;
  if (is_refused || !is_watch) exit(is_refused);
}

int main(int count, char** words) {
  if (count < 3) errx(2, "usage: client SOCKET METHOD [PIN|PIN=STATE]...");
  int bench = connect_to(words[1]);
  send_request(bench, words[2], words + 3, (size_t)count - 3);
  msgpack_unpacker* in = msgpack_unpacker_new(65536);
  msgpack_unpacked message = {0};
  for (ssize_t size; (size = read(bench, msgpack_unpacker_buffer(in), 65536)) > 0;) {
    msgpack_unpacker_buffer_consumed(in, (size_t)size);
    while (msgpack_unpacker_next(in, &message) == MSGPACK_UNPACK_SUCCESS)
      print(message.data, strcmp(words[2], "watch") == 0);
    msgpack_unpacker_reserve_buffer(in, 65536);
  }
  errx(1, "the bench has ended");
}
