// Texts of QEMU that need no session: lines of the trace of every kind of controller, time stamps,
// QMP messages, the object tree, options of its command line.

#include <memory>
#include <vector>

#include <boost/json.hpp>

#include "fuzz_input.hpp"
#include "links/controllers/controller_choice.hpp"
#include "links/controllers/controller_type.hpp"
#include "links/controllers/line_registers.hpp"
#include "links/native_gpio/pin_properties.hpp"
#include "qemu/arguments/option_text.hpp"
#include "qemu/control/qmp_codec.hpp"
#include "qemu/control/qom_search.hpp"
#include "qemu/control/time_stamp.hpp"
#include "qemu/control/trace_pattern.hpp"

using namespace pinbridge;

namespace {

/// A kind of controller whose writes are traced, and the registers of one.
struct Traced {
  explicit Traced(const controllers::ControllerType& type)
      : pattern(type.trace), registers(type.registers, type.lines, type.lines_from_msb) {}

  qemu::TracePattern pattern;
  controllers::LineRegisters registers;
};

std::vector<std::unique_ptr<Traced>> all_traced() {
  std::vector<std::unique_ptr<Traced>> all;
  for (const controllers::ControllerType* type : controllers::controller_types()) {
    if (!type->trace.empty()) all.push_back(std::make_unique<Traced>(*type));
  }
  return all;
}

void trace(std::string_view line) {
  static const qemu::WallClock clock;
  static const auto all = all_traced();
  const auto stamped = qemu::split_time_stamp(line);
  if (stamped.written) clock.to_loop(*stamped.written);
  for (const auto& traced : all) {
    const auto record = traced->pattern.match(stamped.text);
    for (std::size_t i = 0; record && i < record->register_count; ++i) {
      const auto& written = record->registers[i];
      if (written.name.empty()) {
        traced->registers.write(written.offset, written.value);
      } else {
        traced->registers.write(written.name, written.value);
      }
    }
    if (record) traced->registers.tell_changes([](LineOffset, const controllers::LineState&) {});
  }
}

/// The lines are QEMU's answers, again and again.
void search_tree(std::string_view text) {
  constexpr int kMostQuestions = 200;
  qemu::QomSearch search(controllers::is_controller_type);
  std::size_t at = 0;
  for (int i = 0; i < kMostQuestions && search.question(); ++i) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    at += line.size() + 1;
    if (at >= text.size()) at = 0;
    auto message = qemu::decode_qmp(line);
    const auto* answer = std::get_if<qemu::QmpAnswer>(&message);
    search.answer(answer && answer->value ? *answer->value : boost::json::value());
  }
  if (search.question()) return;
  for (const auto& device : search.take_found()) native_gpio::properties_by_line(device.pin_levels);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = 0; at < size;) {
    const std::string_view line = text.substr(at, text.find('\n', at) - at);
    trace(line);
    at += line.size() + 1;
  }
  search_tree(text);
  (void)controllers::ControllerChoice::parse(text);
  (void)qemu::OptionText::parse(text, "x").text("x");
  (void)qemu::OptionText::parse_json(text);
  return 0;
}
