#include "cli/output_file.hpp"

#include <cerrno>
#include <cstring>

#include "cli/standard_output.hpp"

namespace pinbridge::cli {

Result<void> OutputFile::open() {
  file_.reset(path_ == "-" ? stdout : std::fopen(path_.c_str(), "we"));
  if (!file_) return cannot_write();
  return {};
}

Result<void> OutputFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size() &&
      std::fflush(file_.get()) == 0) {
    return {};
  }
  return cannot_write();
}

Error OutputFile::cannot_write() const {
  if (path_ == "-") return cannot_write_output(errno);
  return make_error(ErrorCode::system, "cannot write \"{}\": {}", path_, std::strerror(errno));
}

}  // namespace pinbridge::cli
