#include "cli/part_picture.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <regex>
#include <sstream>
#include <vector>

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/temporary_directory.hpp"
#include "base/text_file.hpp"
#include "base/unique_fd.hpp"
#include "qemu/process/child.hpp"
#include "server/web_files.hpp"

namespace pinbridge::cli {
namespace {

constexpr int kPatience = 30'000;  ///< ms, for each of the two runs of the browser

constexpr std::string_view kDocument = "picture.html";

/// The page's files; the document of pictures has what to draw in it.
Result<void> write_page(const std::filesystem::path& directory, const std::string& moment) {
  for (const server::WebFile& file : server::built_web_files()) {
    if (file.path.ends_with(".gz")) continue;
    const std::filesystem::path path = directory / file.path;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    const bool is_document = file.path == kDocument;
    const auto done = is_document
                          ? write_text_file(path, document_with(std::string(file.bytes), moment))
                          : write_text_file(path, file.bytes);
    if (!done) return done;
  }
  return {};
}

/// Waits for the child's end or a signal, and ends all that is left of its group. Chromium that
/// draws does not end by SIGTERM.
Result<void> wait_for(pid_t child, const std::string& browser, const Interrupt& interrupt) {
  const UniqueFd ended(static_cast<int>(syscall(SYS_pidfd_open, child, 0)));
  pollfd waited[] = {{.fd = ended.get(), .events = POLLIN, .revents = 0},
                     {.fd = interrupt.fd(), .events = POLLIN, .revents = 0}};
  int ready = poll(waited, std::size(waited), kPatience);
  while (ready < 0 && errno == EINTR) ready = poll(waited, std::size(waited), kPatience);
  kill(-child, SIGKILL);
  const int status = qemu::reap(child);
  if (interrupt.pending()) return make_error(ErrorCode::system, "a signal ends the run");
  if (ready <= 0) {
    return make_error(ErrorCode::system, "\"{}\" did not end within {} s", browser,
                      kPatience / 1000);
  }
  if (status == 0) return {};
  return make_error(ErrorCode::system, "\"{}\" failed", browser);
}

/// Runs the browser without a window; its standard output goes to `output`.
Result<void> run_browser(const std::string& browser, const std::filesystem::path& directory,
                         const std::vector<std::string>& options, const std::string& address,
                         const std::filesystem::path& output, const Interrupt& interrupt) {
  std::vector<std::string> argv{browser, "--headless", "--disable-gpu", "--disable-dev-shm-usage",
                                "--hide-scrollbars", "--no-first-run",
                                // The page's modules are files beside it.
                                "--allow-file-access-from-files",
                                // It has drawn all before it ends.
                                "--virtual-time-budget=10000",
                                "--user-data-dir=" + (directory / "profile").string()};
  // Chromium refuses to run as root with its sandbox. It opens nothing but our own page.
  if (geteuid() == 0) argv.emplace_back("--no-sandbox");
  argv.insert(argv.end(), options.begin(), options.end());
  argv.push_back(address);
  const UniqueFd null(open("/dev/null", O_RDWR | O_CLOEXEC));
  const UniqueFd out(open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (null.get() < 0 || out.get() < 0) {
    return make_error(ErrorCode::system, "cannot write \"{}\": {}", output.string(),
                      std::strerror(errno));
  }
  const auto child = qemu::start_child({.argv = argv,
                                        .standard = {null.get(), out.get(), null.get()},
                                        .keep = {},
                                        .own_group = true});
  if (!child) return child.error();
  return wait_for(*child, browser, interrupt);
}

}  // namespace

std::string find_browser() {
  if (const char* given = std::getenv("PINBRIDGE_BROWSER")) return given;
  const char* path = std::getenv("PATH");
  for (const char* name :
       {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}) {
    std::istringstream directories(path == nullptr ? "" : path);
    for (std::string directory; std::getline(directories, directory, ':');) {
      const auto file = std::filesystem::path(directory) / name;
      if (access(file.c_str(), X_OK) == 0) return file.string();
    }
  }
  return {};
}

std::string picture_address(const std::filesystem::path& page) {
  return "file://" + boost::urls::encode(page.string(), boost::urls::unreserved_chars + '/');
}

std::string document_with(std::string document, const std::string& moment) {
  const std::size_t end_of_head = document.find("</head>");
  if (end_of_head == std::string::npos) return {};
  std::string data = R"(<script type="application/json" id="moment">)";
  // A "<" is only in strings, and there no tag may begin or end.
  for (const char c : moment) data += c == '<' ? std::string("\\u003c") : std::string(1, c);
  return document.insert(end_of_head, data + "</script>");
}

std::string picture_size(const std::string& document) {
  static const std::regex size(R"re(data-size="([1-9]\d{0,3})x([1-9]\d{0,3})")re");
  std::smatch found;
  // In the document's first tag: not what a part's text says.
  const std::string head = document.substr(0, document.find("<head"));
  if (!std::regex_search(head, found, size)) return {};
  return found[1].str() + "," + found[2].str();
}

Result<void> draw_picture(const std::string& browser, const std::string& moment,
                          const std::filesystem::path& png, const Interrupt& interrupt) {
  const auto directory = TemporaryDirectory::make();
  if (!directory) return directory.error();
  if (auto written = write_page(directory->path(), moment); !written) return written;
  const std::string address = picture_address(directory->path() / kDocument);
  const auto document = directory->path() / "document";
  const auto drawn = directory->path() / "picture.png";
  const auto run = [&](const std::vector<std::string>& options) {
    return run_browser(browser, directory->path(), options, address, document, interrupt);
  };
  // Once for the size, and once for the picture of that size.
  if (auto done = run({"--dump-dom"}); !done) return done;
  const auto text = read_text_file(document, "document");
  if (!text) return text.error();
  const std::string size = picture_size(*text);
  if (size.empty()) return make_error(ErrorCode::system, "\"{}\" did not draw it", browser);
  if (auto done = run({"--screenshot=" + drawn.string(), "--window-size=" + size}); !done) {
    return done;
  }
  std::error_code error;
  std::filesystem::copy_file(drawn, png, std::filesystem::copy_options::overwrite_existing, error);
  if (!error) return {};
  return make_error(ErrorCode::system, "cannot write \"{}\": {}", png.string(), error.message());
}

}  // namespace pinbridge::cli
