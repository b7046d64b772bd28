// SPDX-License-Identifier: BSD-2-Clause
//
// Parses the structure of a message with mimetic, in a contained child. mimetic gets only the skeleton of
// mime/mime_scan.h, which hfilter wrote.
// Errors: a Result with the reason; the delivery goes on.
// Source: mimetic 0.9.8, itparser.h.
#pragma once

#include <string_view>
#include <vector>

#include "mime/mime_tree.h"
#include "system/child/contained_child.h"

namespace hfilter {

/// Returns the child's job: from a skeleton to encoded reports.
ContainedJob mimetic_job();

/// Decodes the child's answer; kIo if it is malformed.
Result<std::vector<MimeEntityReport>> decode_mime_answer(std::string_view answer);

}  // namespace hfilter
