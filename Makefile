# hfilter.  `make help` lists what can be made; everything that is made lands below build/.
#
# The shape: src/FOLDER/*.cc -> build/obj -> build/libhfilter.a -> build/hfilter and each program of tests/.
# Folder order is data order is link order; tests/check_layers holds the includes to it.
# A variant has objects of its own: make SAN=address,undefined, make COV=1, make STATIC=1, make BUILD=elsewhere.

LAYERS := base message trace facts rules delivery system app
# The libraries that the sources use (names of src/config.mk.in).  One that a program does not need is not linked to it.
USES := BOOST RE2 IDN2 PSL CARES SPF2 MIMETIC

comma := ,
# say: one short line instead of the command; V=1 shows the commands.
say = $(if $(V),,@echo '  $1';)
MAKEFLAGS += --no-print-directory -rR
.DELETE_ON_ERROR:
.SECONDARY:
SHELL := /bin/sh

ifdef STATIC
  BUILD ?= build/static
  CONFIGURE_ARGS ?= --enable-static-deps
endif
BUILD ?= build
# B: where this variant is built.  What configure found is shared by the variants of one BUILD.
B := $(BUILD)$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))$(if $(COV),/cov)

all: $(B)/hfilter

# ---- what configure found -------------------------------------------------------------------------------------------

WITHOUT_CONFIG := help deps clean format check-format dist deb check-bare
ifneq ($(if $(MAKECMDGOALS),$(filter-out $(WITHOUT_CONFIG),$(MAKECMDGOALS)),all),)
include $(BUILD)/config.mk
endif

$(BUILD)/configure: configure.ac debian/control
	@debian/deps ensure
	@mkdir -p $(BUILD)
	cd $(BUILD) && autoconf -o configure '$(CURDIR)/configure.ac'
	@touch $@

# A directory that is configured keeps its options.
$(BUILD)/config.mk: $(BUILD)/configure src/config.mk.in src/config.h.in
	cd $(BUILD) && if test -x config.status; then ./config.status -q --recheck && ./config.status -q; \
	  else ./configure -q --srcdir='$(CURDIR)' $(CONFIGURE_ARGS); fi
	@touch $@

.PHONY: configure
configure: $(BUILD)/configure
	cd $(BUILD) && ./configure -q --srcdir='$(CURDIR)' $(CONFIGURE_ARGS)

# ---- flags ----------------------------------------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual \
  -Wimplicit-fallthrough -Wformat=2 $(if $(WERROR),-Werror)
HARDEN := -fstack-protector-strong -fstack-clash-protection -fcf-protection
ifdef SAN
  VARIANT := -fsanitize=$(SAN) -fno-sanitize-recover=all -fno-omit-frame-pointer -O1
else ifdef COV
  VARIANT := --coverage -O0
else
  HARDEN += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
COMPILE = $(CXX) -std=c++17 -pthread -I$(BUILD) -Isrc $(CPPFLAGS) $(CXXFLAGS) $(WARNINGS) -fPIE -ffunction-sections \
  $(HARDEN) $(VARIANT) $(foreach u,$(USES),$($u_CFLAGS))
LINK = $(CXX) -pthread -pie $(CXXFLAGS) $(VARIANT) $(LDFLAGS) $(STATIC_LDFLAGS) \
  -Wl,--as-needed -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now
LIBS = $(foreach u,$(USES),$($u_LIBS))

# Changed flags rebuild: the command stands in a file that is rewritten only when it differs.
FLAGS := $(B)/flags
ifdef HF_CONFIGURED
  ifneq ($(file <$(FLAGS)),$(COMPILE) / $(LINK) $(LIBS))
    $(shell mkdir -p $(B))
    $(file >$(FLAGS),$(COMPILE) / $(LINK) $(LIBS))
  endif
endif

# ---- the program ----------------------------------------------------------------------------------------------------

SOURCES := $(foreach l,$(LAYERS),$(sort $(wildcard src/$l/*.cc)))
OBJECTS := $(SOURCES:src/%.cc=$(B)/obj/%.o)
LIB := $(B)/libhfilter.a
# A source that was taken away must leave the library: the list of members stands in a file, too.
MEMBERS := $(B)/members
ifdef HF_CONFIGURED
  ifneq ($(file <$(MEMBERS)),$(OBJECTS))
    $(shell mkdir -p $(B))
    $(file >$(MEMBERS),$(OBJECTS))
  endif
endif

$(LIB): $(OBJECTS) $(MEMBERS)
	@rm -f $@
	$(call say,AR    $@)ar rcsD $@ $(OBJECTS)

$(B)/hfilter: $(B)/obj/main.o $(LIB)
	$(call say,LINK  $@)$(LINK) -o $@ $^ $(LIBS)

$(B)/obj/%.o: src/%.cc $(FLAGS) $(BUILD)/config.mk
	@mkdir -p $(@D)
	$(call say,CXX   $<)$(COMPILE) -MMD -MP -c -o $@ $<

# ---- the programs of the tests --------------------------------------------------------------------------------------

UNIT_SOURCES := $(sort $(wildcard tests/unit/*.cc tests/unit/*/*.cc))
UNIT_OBJECTS := $(UNIT_SOURCES:%.cc=$(B)/obj/%.o)
UNIT := $(if $(UNIT_SOURCES),$(B)/tests/unit)
FUZZERS := $(patsubst %.cc,$(B)/%,$(filter-out %/driver.cc,$(sort $(wildcard tests/fuzz/*.cc))))
BENCHES := $(patsubst %.cc,$(B)/%,$(sort $(wildcard tests/bench/*.cc)))

$(B)/obj/tests/%.o: tests/%.cc $(FLAGS) $(BUILD)/config.mk
	@mkdir -p $(@D)
	$(call say,CXX   $<)$(COMPILE) -Wno-conversion $(GTEST_CFLAGS) -Itests -MMD -MP -c -o $@ $<

$(B)/tests/unit: $(UNIT_OBJECTS) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ -lgtest_main $(GTEST_LIBS) $(LIBS)

$(B)/tests/fuzz/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/driver.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ $(LIBS)

$(B)/tests/bench/%: $(B)/obj/tests/bench/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ $(LIBS)

-include $(patsubst %.o,%.d,$(B)/obj/main.o $(OBJECTS) $(UNIT_OBJECTS) $(wildcard $(B)/obj/tests/fuzz/*.o $(B)/obj/tests/bench/*.o))

# ---- checks ---------------------------------------------------------------------------------------------------------

RUN = HFILTER_BUILD='$(B)' HFILTER_SAN='$(SAN)' tests/run.sh

.PHONY: all demo check check-quick check-integration golden-update fuzz bench coverage tidy format check-format \
  install dist deb deps help clean check-bare ensure-all

ensure-all:
	@debian/deps ensure all

check: ensure-all $(B)/hfilter $(UNIT) $(FUZZERS)
	@$(RUN) layers docs unit golden fuzz cli integration

check-quick: $(B)/hfilter $(UNIT)
	@$(RUN) layers unit golden

check-integration: ensure-all $(B)/hfilter
	@$(RUN) integration

golden-update: $(B)/hfilter
	@HFILTER='$(abspath $(B)/hfilter)' tests/golden.sh --update $(NAME)

demo: $(B)/hfilter
	@tests/demo.sh $(B)/hfilter

# ---- the rest -------------------------------------------------------------------------------------------------------

deps:
	@debian/deps install

clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^#: //p' Makefile

#: make                  build/hfilter (as root on Debian it first installs what debian/control lists and is missing)
#: make demo             judge an example worm and show it as it leaves the filter
#: make check            every test; the last line is `N passed, N failed` and perhaps `, N skipped`
#: make check-quick      the tests that take seconds: layers, unit, golden
#: make check-integration  only the tests with real delivery agents and mail servers
#: make deps             install the Debian packages of debian/control (root)
#: make clean            remove build/
#: SAN=address,undefined  COV=1  STATIC=1  WERROR=1  BUILD=dir    variants of all of these
