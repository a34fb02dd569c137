/* The messages of gVisor's trace stream as protobuf-c sees them: encoder of the simulator, oracle
 * of the tests. The daemon does not link it. */
#ifndef GVFAST_CSENTRYWIRE_H
#define GVFAST_CSENTRYWIRE_H
#include "gvisor/common.pb-c.h"
#include "gvisor/container.pb-c.h"
#include "gvisor/sentry.pb-c.h"
#include "gvisor/syscall.pb-c.h"

/* The descriptor of the payload of a MessageType; NULL when the type is not known. */
const ProtobufCMessageDescriptor *_Nullable sentry_wire_descriptor(uint16_t type);
#endif
