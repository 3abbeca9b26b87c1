# A private apt: packages of any suite and architecture of the machine's own Debian mirror, without
# touching the machine's apt or needing root. Source common.sh first.
#
#   private_apt_setup NAME ARCH STATUS SUITE…      makes the configuration NAME and reads the lists
#       STATUS is "system" (what is installed counts as there) or "empty" (nothing does)
#   private_apt_download NAME DIR PACKAGE…         just these packages, as DIR/*.deb
#   private_apt_download_with_deps NAME DIR PACKAGE…   and all that STATUS says they need besides
#   deb_unpack DIR FILE…                           unpacks packages into DIR
#
# PACKAGE may be NAME=VERSION or NAME/SUITE, as apt takes it.
# shellcheck shell=bash

# Prints the address of the machine's own mirror of Debian proper.
debian_mirror() {
  local mirror
  mirror=$(apt-get indextargets --format '$(CREATED_BY)|$(ORIGIN)|$(LABEL)|$(REPO_URI)' 2>/dev/null |
    sed -n 's/^Packages|Debian|Debian|//p' | head -n 1)
  # Before the first "apt-get update" apt does not know whose a source is.
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(CREATED_BY)|$(RELEASE)|$(REPO_URI)' |
    sed -nE 's/^Packages\|(bookworm|trixie)\|//p' | head -n 1)
  [ -n "$mirror" ] || die "this machine's apt knows no Debian mirror; add one to its sources"
  printf '%s\n' "$mirror"
}

private_apt_dir() { printf '%s/apt/%s\n' "$(cache_dir)" "$1"; }

private_apt_setup() {
  local name=$1 arch=$2 status=$3 dir suite mirror
  shift 3
  dir=$(private_apt_dir "$name")
  mirror=$(debian_mirror)
  mkdir -p "$dir/lists/partial" "$dir/archives/partial" "$dir/etc"
  : >"$dir/empty-status"
  for suite in "$@"; do
    printf 'deb [arch=%s signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' \
      "$arch" "$mirror" "$suite"
  done >"$dir/sources.list.new"
  local status_file=$dir/empty-status
  [ "$status" = system ] && status_file=/var/lib/dpkg/status
  cat >"$dir/apt.conf" <<CONF
APT::Architecture "$arch";
APT::Architectures { "$arch"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$dir";
Dir::State::lists "$dir/lists";
Dir::State::status "$status_file";
Dir::State::extended_states "$dir/extended_states";
Dir::Cache "$dir";
Dir::Cache::archives "$dir/archives";
Debug::NoLocking "true";
CONF
  # Lists a day old are good enough, and spare the mirror.
  if ! cmp -s "$dir/sources.list.new" "$dir/sources.list" ||
    [ -z "$(find "$dir/lists" -maxdepth 1 -name '*Packages*' -mmin -1440 -print -quit)" ]; then
    mv "$dir/sources.list.new" "$dir/sources.list"
    say "reading the package lists of $* ($arch)"
    private_apt "$name" update -qq >&2 || die "cannot read the package lists of $* from $mirror"
    find "$dir/lists" -maxdepth 1 -name '*Packages*' -exec touch {} +
  fi
}

# private_apt NAME ARGUMENTS…: apt-get with that configuration.
private_apt() {
  local dir
  dir=$(private_apt_dir "$1")
  shift
  APT_CONFIG=$dir/apt.conf apt-get "$@"
}

private_apt_download() {
  local name=$1 dir=$2
  shift 2
  mkdir -p "$dir"
  (cd "$dir" && private_apt "$name" download -qq "$@" >&2) || die "cannot download: $*"
}

private_apt_download_with_deps() {
  local name=$1 dir=$2 archives
  shift 2
  archives=$(private_apt_dir "$name")/archives
  mkdir -p "$dir"
  rm -f "$archives"/*.deb
  private_apt "$name" install -qq -y --download-only --allow-downgrades "$@" >&2 ||
    die "cannot download with what they need: $*"
  mv "$archives"/*.deb "$dir/"
}

deb_unpack() {
  local dir=$1 file
  shift
  mkdir -p "$dir"
  for file in "$@"; do dpkg -x "$file" "$dir" || die "cannot unpack $file"; done
}
