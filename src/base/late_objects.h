// SPDX-License-Identifier: BSD-2-Clause
//
// The static objects of a library that few messages need, made when it is asked for the first time: src/late_objects.ld
// takes their constructors from those that run at each start. Where a program is linked without that script they run at
// its start, and here is nothing to do. Call before the library's first use. Never fails but for want of memory.
#ifndef HFILTER_BASE_LATE_OBJECTS_H_
#define HFILTER_BASE_LATE_OBJECTS_H_

namespace hfilter {

void make_mimetic_objects();
void make_boost_objects();

}  // namespace hfilter

#endif  // HFILTER_BASE_LATE_OBJECTS_H_
