/* Stands in for Avahi, so that ippeveprinter runs without a message bus and announces itself to nobody. */
#include <stddef.h>

typedef void (*client_callback)(void *client, int state, void *data);

static char thing; /* every handle; nothing looks behind it */

void *avahi_threaded_poll_new(void) { return &thing; }
void *avahi_threaded_poll_get(void *poll) { (void)poll; return &thing; }
int avahi_threaded_poll_start(void *poll) { (void)poll; return 0; }
void avahi_threaded_poll_lock(void *poll) { (void)poll; }
void avahi_threaded_poll_unlock(void *poll) { (void)poll; }

void *avahi_client_new(const void *poll, int flags, client_callback callback, void *data, int *error) {
  (void)poll; (void)flags; (void)error;
  if (callback) callback(&thing, 2 /* running */, data);
  return &thing;
}
int avahi_client_errno(void *client) { (void)client; return 0; }
const char *avahi_client_get_host_name_fqdn(void *client) { (void)client; return "localhost"; }

void *avahi_entry_group_new(void *client, void *callback, void *data) {
  (void)client; (void)callback; (void)data;
  return &thing;
}
int avahi_entry_group_add_service_strlst(void *group, ...) { (void)group; return 0; }
int avahi_entry_group_add_service_subtype(void *group, ...) { (void)group; return 0; }
int avahi_entry_group_commit(void *group) { (void)group; return 0; }
int avahi_entry_group_free(void *group) { (void)group; return 0; }

void *avahi_string_list_add_printf(void *list, const char *format, ...) { (void)list; (void)format; return &thing; }
void avahi_string_list_free(void *list) { (void)list; }
