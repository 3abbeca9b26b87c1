# A private apt: packages of any suite and architecture of the machine's own Debian mirror, without
# touching the machine's apt or needing root. Source common.sh first.
#
#   private_apt_setup NAME ARCH STATUS SUITE…          makes the configuration NAME and reads the lists
#       STATUS is "system" (what is installed counts as there) or "empty" (nothing does)
#   private_apt_download NAME DIR PACKAGE…             just these packages, as DIR/*.deb
#   private_apt_download_with_deps NAME DIR PACKAGE…   and all that STATUS says they need besides
#   private_apt_list NAME download|install PACKAGE…    what these two would give: a line "SHA256  FILE" each
#   deb_unpack DIR FILE…                               unpacks packages into DIR
#   debian_mirror                                      prints the mirror's address
#
# PACKAGE may be NAME=VERSION or NAME/SUITE, as apt takes it. Packages stay in the cache and are not
# downloaded twice; the lists are read once a day, and old ones are good enough where there is no network.
# shellcheck shell=bash disable=SC2015,SC2016

# Prints ADDRESS|FILE:LINE of the machine's source of Debian proper.
debian_source() {
  local found
  found=$(apt-get indextargets --format '$(CREATED_BY)|$(ORIGIN)|$(LABEL)|$(REPO_URI)|$(SOURCESENTRY)' |
    awk -F'|' '/^Packages\|Debian\|Debian\|/ && $4 !~ /^cdrom:/ && !seen++ { print $4 "|" $5 }')
  # Before the first "apt-get update" apt does not know whose a source is.
  [ -n "$found" ] ||
    found=$(apt-get indextargets --format '$(CREATED_BY)|$(COMPONENT)|$(RELEASE)|$(REPO_URI)|$(SOURCESENTRY)' |
      awk -F'|' '/^Packages\|main\|(bookworm|trixie|stable|oldstable)\|/ && $4 !~ /^cdrom:/ && !seen++ {
        print $4 "|" $5 }')
  [ -n "$found" ] || die "this machine's apt knows no Debian mirror; add one to its sources"
  printf '%s\n' "$found"
}

debian_mirror() {
  local found
  found=$(debian_source) || exit
  printf '%s\n' "${found%%|*}"
}

# Prints the files, with commas between, whose keys may sign that source: Debian's own, which sign every suite,
# and those that the machine itself names there. Without any, apt takes those that it always trusts.
debian_keys() {
  local entry=${1#*|} file keys=''
  for file in /usr/share/keyrings/debian-archive-keyring.gpg /usr/share/keyrings/debian-archive-keyring.pgp \
    $(sed -nE 's/^Signed-By:(.*)/\1/ip; s/^deb .*signed-by=([^] ]*).*/\1/p' "${entry%:*}" | tr ',' ' '); do
    case $keys,:$file in *",$file,"* | *:[!/]*) continue ;; esac
    [ ! -r "$file" ] || keys+=,$file
  done
  printf '%s\n' "${keys#,}"
}

private_apt_dir() { printf '%s/apt/%s\n' "$(cache_dir)" "$1"; }

# private_apt NAME ARGUMENTS…: apt-get with that configuration. -c, since what APT_CONFIG names is read first
# and the machine's own files would override it.
private_apt() {
  local name=$1
  shift
  apt-get -c "$(private_apt_dir "$name")/apt.conf" "$@"
}

write_apt_conf() {
  local dir=$1 arch=$2
  cat <<CONF
APT::Architecture "$arch";
#clear APT::Architectures;
APT::Architectures { "$arch"; };
APT::Install-Recommends "false";
APT::Install-Suggests "false";
APT::Default-Release "";
APT::Sandbox::User "root";
// The machine's own are meant for its own lists.
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
// Packages, and none of the descriptions, contents and icons that the machine may want.
#clear Acquire::IndexTargets;
Acquire::IndexTargets::deb::Packages {
  MetaKey "\$(COMPONENT)/binary-\$(ARCHITECTURE)/Packages";
  flatMetaKey "Packages";
  ShortDescription "Packages";
  Description "\$(RELEASE)/\$(COMPONENT) \$(ARCHITECTURE) Packages";
};
Acquire::Languages "none";
// In what it prints, too.
Acquire::ForceHash "SHA256";
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$dir";
Dir::State::lists "$dir/lists";
Dir::State::status "$dir/status";
Dir::State::extended_states "$dir/extended_states";
Dir::Cache "$dir";
Dir::Cache::archives "$dir/archives";
// 80 MB, to save half a second.
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Dir::Log "$dir/log";
Debug::NoLocking "true";
CONF
}

private_apt_setup() { with_lock "apt-$1" setup_unlocked "$@"; }

# True if the lists of DIR were read for ARGUMENTS, in the last day, and the machine's sources are the same since.
lists_are_fresh() {
  local dir=$1
  shift
  [ -f "$dir/read" ] && [ "$(cat "$dir/read")" = "$*" ] &&
    [ -n "$(find "$dir/read" -mmin -1440)" ] &&
    [ -z "$(find /etc/apt/sources.list /etc/apt/sources.list.d -newer "$dir/read" 2>/dev/null)" ]
}

setup_unlocked() {
  local name=$1 arch=$2 status=$3 dir suite source keys same_sources=
  dir=$(private_apt_dir "$name")
  mkdir -p "$dir/lists/partial" "$dir/archives/partial" "$dir/none/partial" "$dir/log"
  case $status in
    system) ln -sfn /var/lib/dpkg/status "$dir/status" ;;
    empty) [ -f "$dir/status" ] || : >"$dir/status" ;;
    *) die_usage "private_apt_setup: the status is system or empty, not $status" ;;
  esac
  write_apt_conf "$dir" "$arch" >"$dir/apt.conf"
  ! lists_are_fresh "$dir" "$@" || return 0
  shift 3
  source=$(debian_source) || exit
  keys=$(debian_keys "$source")
  for suite in "$@"; do
    printf 'deb [arch=%s%s] %s %s main\n' "$arch" "${keys:+ signed-by=$keys}" "${source%%|*}" "$suite"
  done >"$dir/sources.list.new"
  ! cmp -s "$dir/sources.list.new" "$dir/sources.list" || same_sources=yes
  mv "$dir/sources.list.new" "$dir/sources.list"
  say "reading the package lists of $* ($arch)"
  if private_apt "$name" update -qq --error-on=any >"$dir/log/update" 2>&1; then
    echo "$name $arch $status $*" >"$dir/read"
  elif [ -n "$same_sources" ] && [ -f "$dir/read" ]; then
    say "they cannot be read now; those from the last time will do"
  else
    cat "$dir/log/update" >&2
    die "cannot read the package lists of $* ($arch) from ${source%%|*}"
  fi
}

private_apt_list() {
  local dir name=$1 how=$2 found
  dir=$(private_apt_dir "$name")
  found=$dir/found/$(printf '%s\n' "$@" | sha256sum | cut -c 1-16)
  if [ ! "$found" -nt "$dir/read" ] || [ ! "$found" -nt "$dir/status" ]; then
    shift 2
    mkdir -p "$dir/found"
    # As if nothing were in the cache, for apt does not list what it need not download.
    private_apt "$name" "$how" -qq --print-uris --allow-downgrades -o "Dir::Cache::archives=$dir/none" "$@" |
      awk '$4 ~ /^SHA256:/ { print substr($4, 8) "  " $2 }' >"$found.new" && [ -s "$found.new" ] ||
      die "apt does not know, or cannot install together: $*"
    mv "$found.new" "$found"
  fi
  cat "$found"
}

private_apt_download() { with_lock "apt-$1" download_unlocked download "$@"; }
private_apt_download_with_deps() { with_lock "apt-$1" download_unlocked install "$@"; }

download_unlocked() {
  local how=$1 name=$2 dir=$3 archives
  shift 3
  archives=$(private_apt_dir "$name")/archives
  private_apt_list "$name" "$how" "$@" >"$archives/wanted" || die "cannot list the packages of: $*"
  (
    cd "$archives"
    if ! sha256sum --check --status wanted 2>/dev/null; then
      case $how in
        download) private_apt "$name" download -qq "$@" >&2 ;;
        install) private_apt "$name" install -qq -y --download-only --allow-downgrades "$@" >&2 ;;
      esac && sha256sum --check --quiet wanted >&2
    fi
  ) || die "cannot download: $*"
  mkdir -p "$dir"
  while read -r _ file; do
    touch "$archives/$file"
    cp -f "$archives/$file" "$dir/"
  done <"$archives/wanted"
  # A package that was not requested for two months was replaced by a newer version.
  find "$archives" -maxdepth 1 -name '*.deb' -mtime +60 -delete
}

deb_unpack() {
  local dir=$1 file
  shift
  mkdir -p "$dir"
  for file in "$@"; do dpkg -x "$file" "$dir" || die "cannot unpack $file"; done
}
