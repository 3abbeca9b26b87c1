#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace pinbridge::qemu {

/// A device that was looked for.
struct QomDevice {
  std::string path;           ///< "/machine/soc/gpio1"
  std::string pins_path;      ///< of the object that has its GPIO inputs and outputs: of a
                              ///< system on a chip that passes them on, or itself
  std::string type;           ///< its QOM type
  std::string name;           ///< its property `name`; empty where it has none
  std::uint64_t address = 0;  ///< of its first memory region
  std::size_t inputs = 0;     ///< unnamed GPIO inputs
  std::size_t outputs = 0;    ///< unnamed GPIO outputs
  std::vector<std::string> pin_levels;  ///< its bool properties `gpio…`, unsorted

  /// Whether the path is the same whatever else is on the command line: devices that the board does
  /// not name are numbered as they come.
  bool has_lasting_path() const { return !path.starts_with(kUnattached); }
  static constexpr std::string_view kUnattached = "/machine/unattached/";
};

/// A QMP command that the search asks.
struct QomQuestion {
  std::string_view command;
  boost::json::object arguments;
};

/// Searches a machine's object tree for devices: a sequence of questions, independent of the
/// connection that carries them to QEMU.
class QomSearch {
 public:
  using Wanted = std::function<bool(std::string_view type)>;

  explicit QomSearch(Wanted wanted);

  /// What to ask next; nothing once all is known. The same until it is answered.
  std::optional<QomQuestion> question() const;

  /// QEMU's response, null if it refused. A response of another shape counts as none.
  void answer(const boost::json::value& answer);

  /// What was found, in the order of their addresses. To be called once there is no more question.
  std::vector<QomDevice> take_found();

 private:
  enum class About : std::uint8_t { children, device, pins, name, address, container };
  struct Task {
    About about;
    std::string path;
    std::size_t device = 0;  ///< index into found_, but for children
    std::size_t depth = 0;
  };

  void ask(Task task);
  void add_children(const Task& task, const boost::json::array& entries);
  void add_details(const Task& task, const boost::json::array& entries);

  Wanted wanted_;
  std::vector<Task> tasks_;  ///< the last is asked next
  std::vector<QomDevice> found_;
  std::size_t asked_ = 0;
};

}  // namespace pinbridge::qemu
