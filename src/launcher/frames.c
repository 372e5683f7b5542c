#include "launcher.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool read_exactly(int fd, void *to, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t count = read(fd, (char *)to + done, length - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += (size_t)count;
  }
  return true;
}

bool write_exactly(int fd, const void *from, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t count = write(fd, (const char *)from + done, length - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += (size_t)count;
  }
  return true;
}

/** SIGPIPE is blocked in the keeper, so a reader that is gone is an error and no end. */
bool send_frame(int fd, uint8_t type, const void *payload, size_t length) {
  uint8_t head[5];
  uint32_t size = (uint32_t)length;
  memcpy(head, &size, 4);
  head[4] = type;
  return write_exactly(fd, head, sizeof head) && write_exactly(fd, payload, length);
}

/** @param payload to be freed by the caller */
bool read_frame(int fd, uint8_t *type, struct bytes *payload) {
  uint8_t head[5];
  uint32_t size;
  if (!read_exactly(fd, head, sizeof head)) return false;
  memcpy(&size, head, 4);
  *type = head[4];
  payload->length = size;
  payload->at = malloc(size == 0 ? 1 : size);
  return payload->at != NULL && read_exactly(fd, payload->at, size);
}

bool take_u32(struct bytes *from, uint32_t *value) {
  if (from->length < 4) return false;
  memcpy(value, from->at, 4);
  from->at += 4;
  from->length -= 4;
  return true;
}

/** A length and so many bytes; the last one is 0. */
bool take_text(struct bytes *from, char **text) {
  uint32_t length;
  if (!take_u32(from, &length) || length == 0 || from->length < length) return false;
  if (from->at[length - 1] != 0) return false;
  *text = (char *)from->at;
  from->at += length;
  from->length -= length;
  return true;
}
