// SPDX-License-Identifier: BSD-2-Clause
//
// The identifiers of the facts, in the order of facts/all.def. They are repeated here so that a changed text in all.def
// recompiles one file and not a third of the program. registry.cc does not compile if the two lists differ.
#pragma once

namespace hfilter {

enum class FactId : unsigned char {
  client,
  helo,
  rdns,
  by,
  protocol,
  encrypted,
  border,
  stranger,
  authenticated,
  local,
  spf,
  spf_helo,
  sender,
  recipient,
  from,
  reply_to,
  to,
  cc,
  subject,
  list_id,
  message_id,
  date,
  message_size,
  age,
  hops,
  recipients,
  score,
  today,
  mailing_list,
  autoreply,
  dkim,
  dmarc,
  body,
  mime,
  attachment,
  attachment_name,
  attachment_type,
  attachment_size,
  bounce,
  backscatter,
  kCount
};

}  // namespace hfilter
