#include "CSentryWire.h"
