// Talks to a bench with msgpack-c, for client.c and docs/how-to/own-parts.md.
#define _GNU_SOURCE  // struct ucred
#include <err.h>
#include <msgpack.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct bench {
  int socket;
  msgpack_sbuffer* buffer;
  msgpack_packer* out;
  msgpack_unpacker* in;
  msgpack_unpacked message;
};

// Sends nothing to another user, who may have made a socket of this name.
static struct bench connect_to(const char* path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct ucred peer = {.uid = (uid_t)-1};
  struct bench bench = {socket(AF_UNIX, SOCK_STREAM, 0), msgpack_sbuffer_new(),
                        .in = msgpack_unpacker_new(65536)};
  bench.out = msgpack_packer_new(bench.buffer, msgpack_sbuffer_write);
  if (strlen(path) >= sizeof address.sun_path) errx(2, "the socket's path is too long");
  strcpy(address.sun_path, path);
  if (connect(bench.socket, (struct sockaddr*)&address, sizeof address) != 0) err(1, "no bench");
  getsockopt(bench.socket, SOL_SOCKET, SO_PEERCRED, &peer, &(socklen_t){sizeof peer});
  if (peer.uid != geteuid()) errx(1, "the bench belongs to another user");
  return bench;
}

static void disconnect(struct bench* bench) {
  close(bench->socket);
  msgpack_packer_free(bench->out);
  msgpack_sbuffer_free(bench->buffer);
  msgpack_unpacked_destroy(&bench->message);
  msgpack_unpacker_free(bench->in);
}

static void put(struct bench* bench, const char* text) {
  msgpack_pack_str(bench->out, strlen(text));
  msgpack_pack_str_body(bench->out, text, strlen(text));
}

// [0, 1, method, [parameters]]: the parameters are packed next.
static void begin_request(struct bench* bench, const char* method, size_t parameters) {
  msgpack_pack_array(bench->out, 4);
  msgpack_pack_int(bench->out, 0);
  msgpack_pack_int(bench->out, 1);
  put(bench, method);
  msgpack_pack_array(bench->out, parameters);
}

static void send_request(struct bench* bench) {
  if (send(bench->socket, bench->buffer->data, bench->buffer->size, 0) < 0) err(1, "no bench");
  msgpack_sbuffer_clear(bench->buffer);
}

// The fields of the next message: [1, 1, error, result] is an answer, [2, name, [parameters]] a
// notification. They are valid until the next call.
static const msgpack_object* next_message(struct bench* bench) {
  while (msgpack_unpacker_next(bench->in, &bench->message) != MSGPACK_UNPACK_SUCCESS) {
    msgpack_unpacker_reserve_buffer(bench->in, 65536);
    ssize_t size = read(bench->socket, msgpack_unpacker_buffer(bench->in), 65536);
    if (size <= 0) errx(1, "the bench has ended");
    msgpack_unpacker_buffer_consumed(bench->in, (size_t)size);
  }
  return bench->message.data.via.array.ptr;
}

static inline int is(msgpack_object text, const char* word) {
  return text.type == MSGPACK_OBJECT_STR && text.via.str.size == strlen(word) &&
         memcmp(text.via.str.ptr, word, strlen(word)) == 0;
}

static inline msgpack_object field(msgpack_object map, const char* name) {
  for (uint32_t i = 0; map.type == MSGPACK_OBJECT_MAP && i < map.via.map.size; ++i)
    if (is(map.via.map.ptr[i].key, name)) return map.via.map.ptr[i].val;
  return (msgpack_object){MSGPACK_OBJECT_NIL};
}

static int is_answer(const msgpack_object* fields) {
  return fields[0].via.u64 == 1;
}

static int is_refusal(const msgpack_object* fields) {
  return is_answer(fields) && fields[2].type != MSGPACK_OBJECT_NIL;
}

static inline void end_if_refused(const msgpack_object* fields) {
  if (!is_refusal(fields)) return;
  const msgpack_object message = field(fields[2], "message");
  errx(1, "%.*s", (int)message.via.str.size, message.via.str.ptr);
}
