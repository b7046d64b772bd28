# Builds hfilter.  `make help` lists the targets; all output is below build/.
#
# The parts: src/FOLDER/*.cc -> build/obj -> build/libhfilter.a -> build/hfilter and each program of tests/.
# The order of the folders is that of the data and of linking; tests/check_layers checks the includes against it.
# Each variant has its own objects: make SAN=address,undefined, make COV=1, make STATIC=1, make BUILD=elsewhere.

LAYERS := base address lists message archive probes mime trace spf bounce facts rules language advice lint delivery \
  system app
# The libraries of the sources (names in src/config.mk.in).  Each program is linked only to those that it needs.
USES := BOOST RE2 IDN2 PSL CARES SPF2 MIMETIC

comma := ,
# say: prints one short line instead of the command; V=1 shows the commands.
say = $(if $(V),,@echo '  $1';)
MAKEFLAGS += --no-print-directory -rR
ifeq ($(MAKELEVEL),0)
  MAKEFLAGS += -j$(shell nproc)
endif
.DELETE_ON_ERROR:
SHELL := /bin/sh

ifdef STATIC
  BUILD ?= build/static
  CONFIGURE_ARGS ?= --enable-static-deps
endif
BUILD ?= build
# B: the directory of this variant.  The variants of one BUILD share the results of configure.
B := $(BUILD)$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))$(if $(COV),/cov)

all: $(B)/hfilter

# ---- results of configure -------------------------------------------------------------------------------------------

WITHOUT_CONFIG := help deps clean format check-format dist deb check-bare coverage configure
ifneq ($(if $(MAKECMDGOALS),$(filter-out $(WITHOUT_CONFIG),$(MAKECMDGOALS)),all),)
include $(BUILD)/config.mk
endif

$(BUILD)/configure: configure.ac debian/control
	@debian/deps ensure
	@command -v autoconf >/dev/null || { echo 'autoconf is missing (Debian package autoconf). Install what is missing with: make deps' >&2; exit 1; }
	@mkdir -p $(BUILD)
	cd $(BUILD) && autoconf -o configure '$(CURDIR)/configure.ac'
	@touch $@

# A relative path: the source tree can be moved together with its build directory.
SRCDIR = --srcdir="$$(realpath --relative-to=. '$(CURDIR)')"

# A configured directory keeps its options.
$(BUILD)/config.mk: $(BUILD)/configure src/config.mk.in src/config.h.in
	cd $(BUILD) && if test -x config.status; then ./config.status -q --recheck && ./config.status -q; \
	  else ./configure -q $(SRCDIR) $(CONFIGURE_ARGS); fi
	@touch $@

.PHONY: configure
configure: $(BUILD)/configure
	cd $(BUILD) && ./configure -q $(SRCDIR) $(CONFIGURE_ARGS)

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
LINK = $(CXX) -pthread -pie $(CXXFLAGS) $(VARIANT) $(LDFLAGS) $(STATIC_LDFLAGS) $(PACK_LDFLAGS) \
  -Wl,--as-needed -Wl,--gc-sections -Wl,-z,relro -Wl,-z,now
LIBS = $(foreach u,$(USES),$($u_LIBS))

# Changed flags cause a rebuild: this file contains the command, and is rewritten only if the command changes.
FLAGS := $(B)/flags
ifdef HF_CONFIGURED
  ifneq ($(file <$(FLAGS)),$(COMPILE) / $(LINK) $(LIBS))
    $(shell mkdir -p $(B))
    $(file >$(FLAGS),$(COMPILE) / $(LINK) $(LIBS))
  endif
endif

# ---- the program ----------------------------------------------------------------------------------------------------

# All code below src and tests, at any depth.
CODE := $(sort $(shell find src tests -name '*.cc' -o -name '*.h'))
SOURCES := $(foreach l,$(LAYERS),$(filter src/$l/%.cc,$(CODE)))
OBJECTS := $(SOURCES:src/%.cc=$(B)/obj/%.o)
LIB := $(B)/libhfilter.a
# A removed source must leave the library, so this file contains the list of its members.
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

UNIT_SOURCES := $(filter tests/unit/%.cc,$(CODE))
UNIT_OBJECTS := $(UNIT_SOURCES:%.cc=$(B)/obj/%.o)
UNIT := $(if $(UNIT_SOURCES),$(B)/tests/unit)
FUZZERS := $(patsubst %.cc,$(B)/%,$(filter-out %/driver.cc,$(filter tests/fuzz/%.cc,$(CODE))))
TOOLS := $(patsubst %.cc,$(B)/%,$(filter tests/tools/%.cc,$(CODE)))
# The program with tests/hooks, which can crash or hang it at certain points, and the libraries for LD_PRELOAD.
HOOKED := $(B)/tests/hfilter-hooked
SHIMS := $(patsubst %.cc,$(B)/%.so,$(filter tests/shims/%.cc,$(CODE)))
# The metamorphic test has several files.
ATTACK_OBJECTS := $(patsubst %.cc,$(B)/obj/%.o,$(filter tests/attack/%.cc,$(CODE)))
ATTACK := $(B)/tests/attack
CORPUS := $(patsubst %.cc,$(B)/%,$(filter tests/corpus/%.cc,$(CODE)))
BENCHES := $(patsubst %.cc,$(B)/%,$(filter tests/bench/%.cc,$(CODE)))

$(B)/obj/tests/%.o: tests/%.cc $(FLAGS) $(BUILD)/config.mk
	@mkdir -p $(@D)
	$(call say,CXX   $<)$(COMPILE) -Wno-conversion $(GTEST_CFLAGS) -Itests -MMD -MP -c -o $@ $<

$(B)/tests/unit: $(UNIT_OBJECTS) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ -lgtest_main $(GTEST_LIBS) $(LIBS)

# Static patterns name each object; otherwise make would delete it as an intermediate file.
$(FUZZERS): $(B)/%: $(B)/obj/%.o $(B)/obj/tests/fuzz/driver.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ $(LIBS)

$(BENCHES) $(CORPUS): $(B)/%: $(B)/obj/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ $(LIBS)

# The linker prefers a named object to the object in the library with the same functions.
HOOKS := $(patsubst %.cc,$(B)/obj/%.o,$(filter tests/hooks/%.cc,$(CODE)))
$(HOOKED): $(B)/obj/main.o $(HOOKS) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ $(LIBS)

$(B)/tests/shims/%.so: tests/shims/%.cc $(FLAGS)
	@mkdir -p $(@D)
	$(call say,CXX   $<)$(CXX) -std=c++17 $(CPPFLAGS) -O1 -Wall -shared -fPIC -o $@ $< -ldl

$(ATTACK): $(ATTACK_OBJECTS) $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^ $(LIBS)

# The name server for tests.
$(TOOLS): $(B)/%: $(B)/obj/%.o
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -o $@ $^

-include $(patsubst %.o,%.d,$(B)/obj/main.o $(OBJECTS) $(UNIT_OBJECTS) $(ATTACK_OBJECTS) $(wildcard $(B)/obj/tests/hooks/*.o $(B)/obj/tests/fuzz/*.o $(B)/obj/tests/bench/*.o $(B)/obj/tests/tools/*.o $(B)/obj/tests/corpus/*.o))

# ---- checks ---------------------------------------------------------------------------------------------------------

RUN = HFILTER_BUILD='$(B)' HFILTER_SAN='$(SAN)' tests/run.sh
SUITES := layers docs style unit golden fuzz cli attack integration tests/spf_suite $(wildcard tests/corpus/*.sh)

.PHONY: all demo check check-quick check-integration check-trace check-spf mutants golden-update manual-facts fuzz attack hostile bench coverage tidy format check-format \
  install dist deb deps help clean check-bare ensure-all

ensure-all:
	@debian/deps ensure all

check: ensure-all $(B)/hfilter $(UNIT) $(FUZZERS) $(ATTACK) $(CORPUS) $(HOOKED) $(SHIMS) $(TOOLS)
	@$(RUN) $(SUITES)

check-quick: $(B)/hfilter $(UNIT)
	@$(RUN) layers unit golden

check-integration: ensure-all $(B)/hfilter $(HOOKED)
	@$(RUN) integration

# The commands of the README on a bare system, a temporary debootstrap folder. Needs root and some minutes; not in check.
check-bare:
	@HFILTER_SUITE_TIMEOUT=3600 tests/run.sh tests/bare_system

# Compares the trace with the survey, the forged lines and the archives in HFILTER_DATA, and prints figures.
check-trace: $(CORPUS)
	@HFILTER_BUILD='$(B)' tests/corpus/trace.sh | grep -v '^ok '

# The SPF suites of RFC 7208 and RFC 4408, from SPF_SUITE or $HFILTER_DATA/spf.
check-spf: $(B)/hfilter $(TOOLS)
	@HFILTER='$(abspath $(B)/hfilter)' HFILTER_BUILD='$(abspath $(B))' tests/spf_suite -q $(SPF_SUITE)

# Combines at random what a stranger can do, with a new seed, until one combination escapes the rules.
attack: $(B)/hfilter $(ATTACK) $(TOOLS)
	@HFILTER='$(abspath $(B)/hfilter)' HFILTER_BUILD='$(B)' $(ATTACK) --endless

# Puts the faults of tests/mutants.txt into the code, one at a time; the suite in its row must detect each. Not in check,
# where tests/check_layers only tests whether each row still applies.
mutants: $(B)/hfilter $(UNIT) $(HOOKED) $(SHIMS) $(TOOLS)
	@HFILTER_COMPILE='$(COMPILE)' HFILTER_LINK='$(LINK)' HFILTER_LIBS='$(LIBS)' HFILTER_GTEST_LIBS='$(GTEST_LIBS)' \
	  HFILTER_UNIT_OBJECTS='$(UNIT_OBJECTS)' HFILTER_HOOKS='$(HOOKS)' HFILTER_MUTANTS='$(NAME)' HFILTER_SUITE_TIMEOUT=14400 \
	  $(RUN) tests/mutants

# Generated hostile messages; each may take 2 s of processor time and 64 MiB.
hostile: $(UNIT)
	HFILTER_HOSTILE=2000 $(UNIT) --gtest_filter=HostileMail.*

golden-update: $(B)/hfilter
	@HFILTER='$(abspath $(B)/hfilter)' tests/golden.sh --update $(NAME)

manual-facts: $(UNIT)
	@HFILTER_WRITE_MANUAL=1 $(UNIT) --gtest_brief=1 --gtest_filter=Manual.SaysOfEachFactWhoCanForgeIt

demo: $(B)/hfilter
	@tests/demo.sh $(B)/hfilter

# With clang: libFuzzer for FUZZ_SECONDS per target; new inputs go to build/libfuzzer/found. Without clang: many mutations by the driver.
FUZZ_SECONDS := 60
FUZZ_CXX := $(shell command -v clang++)
ifneq ($(filter fuzz,$(MAKECMDGOALS)),)
ifneq ($(FUZZ_CXX),)
fuzz:
	@$(MAKE) B='$(BUILD)/libfuzzer' CXX='$(FUZZ_CXX)' SAN=address,undefined,fuzzer-no-link libfuzzer
else
fuzz: $(FUZZERS)
	@HFILTER_FUZZ_ROUNDS=20000 HFILTER_BUILD='$(B)' tests/check_fuzz
endif
endif

.PHONY: libfuzzer
LIBFUZZERS := $(FUZZERS:$(B)/tests/fuzz/%=$(B)/libfuzzer/%)
libfuzzer: $(LIBFUZZERS)
	@set -e; for f in $(notdir $(FUZZERS)); do echo "== $$f"; mkdir -p '$(B)'/found/$$f; \
	  '$(B)'/libfuzzer/$$f -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -timeout=10 -artifact_prefix='$(B)'/$$f- \
	    '$(B)'/found/$$f tests/fuzz/corpus/$$f; done

$(LIBFUZZERS): $(B)/libfuzzer/%: $(B)/obj/tests/fuzz/%.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK  $@)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

# Each program of tests/bench prints its figures; measure.cc measures time for the scripts.
bench: $(B)/hfilter $(BENCHES) $(TOOLS)
	@set -e; export HFILTER_BENCH='$(abspath $(B)/tests/bench)'; for b in $(filter-out %/measure,$(BENCHES)) $(sort $(wildcard tests/bench/*.sh)); do echo "== $$b"; HFILTER='$(abspath $(B)/hfilter)' $$b; done

coverage:
	@find '$(BUILD)/cov' -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) COV=1 check SUITES='unit golden fuzz cli' || true
	@find '$(BUILD)/cov/obj' -name '*.gcno' | xargs gcov -n 2>/dev/null | awk -F"[':% ]+" ' \
	  /^File / { file = $$2 } \
	  /^Lines executed/ { if (split(file, part, "/") > 2 && part[1] == "src" && file ~ /\.cc$$/) \
	    { lines[part[2]] += $$5; hit[part[2]] += $$3 * $$5 / 100 } file = "" } \
	  END { printf "coverage:"; n = split("$(LAYERS)", layer, " "); for (i = 1; i <= n; i++) if (lines[layer[i]]) \
	    { printf " %s %.0f%%", layer[i], 100 * hit[layer[i]] / lines[layer[i]]; all += lines[layer[i]]; got += hit[layer[i]] } \
	    if (all) printf "  together %.0f%% of %d lines", 100 * got / all, all; print "" }'

tidy: $(BUILD)/config.mk
	@HFILTER_BUILD='$(B)' tests/check_style --all

format:
	clang-format -i $(CODE)

check-format:
	@clang-format --dry-run -Werror $(CODE)

# ---- the rest -------------------------------------------------------------------------------------------------------

zshdir = $(datadir)/zsh/site-functions
PUT = install -D -m 644

install: $(B)/hfilter
	install -D -m 755 $(B)/hfilter $(DESTDIR)$(bindir)/hfilter
	for n in 1 5 7; do for f in src/man/*.$$n; do \
	  test ! -f "$$f" || $(PUT) "$$f" "$(DESTDIR)$(mandir)/man$$n/$${f##*/}" || exit 1; done; done
	test ! -f src/completions/hfilter.bash || $(PUT) src/completions/hfilter.bash $(DESTDIR)$(datadir)/bash-completion/completions/hfilter
	test ! -f src/completions/_hfilter || $(PUT) src/completions/_hfilter $(DESTDIR)$(zshdir)/_hfilter
	test ! -f src/completions/hfilter.fish || $(PUT) src/completions/hfilter.fish $(DESTDIR)$(datadir)/fish/vendor_completions.d/hfilter.fish
	for f in examples/*; do test ! -f "$$f" || $(PUT) "$$f" "$(DESTDIR)$(docdir)/$$f" || exit 1; done
	$(PUT) README.md $(DESTDIR)$(docdir)/README.md
	$(PUT) NEWS.md $(DESTDIR)$(docdir)/NEWS.md

# Works in a checkout and in an unpacked tarball.
DIST = hfilter-$(shell sed -n 's/^AC_INIT(\[hfilter\], \[\(.*\)\])$$/\1/p' configure.ac)
dist:
	@mkdir -p $(BUILD)
	{ git ls-files 2>/dev/null || find . -type f -not -path './build*' -not -path './.git*'; } | LC_ALL=C sort | \
	  tar -czf $(BUILD)/$(DIST).tar.gz --owner=0 --group=0 --transform='s,^\(\./\)\{0\,1\},$(DIST)/,' --files-from=-
	@echo $(BUILD)/$(DIST).tar.gz

# Builds the package from the tarball. It remains in build/deb.
deb: ensure-all dist
	rm -rf $(BUILD)/deb
	mkdir -p $(BUILD)/deb
	tar -xzf $(BUILD)/$(DIST).tar.gz -C $(BUILD)/deb
	unset MAKEFLAGS MFLAGS MAKELEVEL; cd $(BUILD)/deb/$(DIST) && dpkg-buildpackage -us -uc -b
	@ls $(BUILD)/deb/*.deb

deps:
	@debian/deps install

clean:
	rm -rf $(BUILD)

help:
	@sed -n 's/^#: //p' Makefile

#: make                  build/hfilter (as root on Debian it first installs what debian/control lists and is missing)
#: make demo             judge an example worm and show the filtered message
#: make check            every test; the last line is `N passed, N failed` and perhaps `, N skipped`
#: make check-quick      the tests that take seconds: layers, unit, golden
#: make check-spf        the SPF suites of RFC 7208 and RFC 4408 (SPF_SUITE=FILE or FOLDER)
#: make check-integration   only the tests with real delivery agents and mail servers
#: make check SUITES='unit cli'   some of: layers docs style unit golden fuzz cli attack integration
#: make check-bare       README's commands in a new debootstrap folder (root)
#: make mutants          put faults into the code, one at a time; a suite must detect each (NAME='list-* border-via': only these)
#: make golden-update NAME=x   write the present output of hfilter to tests/golden/x/want
#: make manual-facts     write who can forge each fact, from src/facts/all.def, into hfilterrc(5)
#: make fuzz             libFuzzer with clang (FUZZ_SECONDS=60 per target), or else many mutations of the corpora
#: make attack           disguise junk mail at random, in the ways that a stranger has, until one message escapes
#: make hostile          judge 2,000 generated hostile messages with slow DNS; each needs a verdict in time, with its program found
#: make bench            run the programs of tests/bench
#: make coverage         the lines that the tests reach, by folder
#: make tidy             clang-tidy on all files; make check runs it on files that differ from CI_BASE or HEAD~1
#: make format           clang-format in place; make check-format changes nothing
#: make install          with DESTDIR= and prefix=
#: make dist             build/hfilter-VERSION.tar.gz
#: make deb              build/deb/hfilter_VERSION_ARCH.deb
#: make check-trace      compare the Received lines of mail archives (HFILTER_DATA) with a second parser, with figures
#: make deps             install the Debian packages of debian/control (root)
#: make configure CONFIGURE_ARGS=...   configure again, with these options
#: make clean            remove build/
#: SAN=address,undefined  COV=1  STATIC=1  WERROR=1  BUILD=dir  V=1    variants of these targets
