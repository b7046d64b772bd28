// SPDX-License-Identifier: BSD-2-Clause
//
// The structure of a message by mimetic, in a contained child. It sees the skeleton of mime/mime_scan.h only, whose
// every octet we wrote. How it fails: a Result with the reason; the mail goes on. Source: mimetic 0.9.8, itparser.h.
#pragma once

#include <string_view>
#include <vector>

#include "mime/mime_tree.h"
#include "system/child/contained_child.h"

namespace hfilter {

/// What runs in the child: a skeleton to encoded reports.
ContainedJob mimetic_job();

/// The answer of that child. kIo if it is no such answer.
Result<std::vector<MimeEntityReport>> decode_mime_answer(std::string_view answer);

}  // namespace hfilter
