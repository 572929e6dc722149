// Preloaded into a server (LD_PRELOAD): every flush of a file waits first, for as many milliseconds as the file says that
// SLOW_DISK names. What a slow disk does to a program is that its flushes take long.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_first(void) {
  const char *path = getenv("SLOW_DISK");
  FILE *file = path ? fopen(path, "r") : NULL;
  int milliseconds = 0;
  if (!file) return;
  if (fscanf(file, "%d", &milliseconds) == 1 && milliseconds > 0) usleep(milliseconds * 1000);
  fclose(file);
}

int fsync(int fd) {
  wait_first();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}

int fdatasync(int fd) {
  wait_first();
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
