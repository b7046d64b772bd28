// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include "config.h"

TEST(Version, StandsInTheConfiguration) { EXPECT_STREQ(PACKAGE_NAME, "hfilter"); }
