#include "qemu/control/qtest_client.hpp"

#include <utility>

#include "base/number.hpp"
#include "loop/dialogue.hpp"

namespace pinbridge::qemu {
namespace {

constexpr std::size_t kLongestAnswer = 4096;

template <class Number>
bool parse_whole(std::string_view text, Number& number, int base) {
  const auto parsed = parse_number<Number>(text, base);
  number = parsed.value_or(Number{});
  return parsed.has_value();
}

/// Removes `prefix` from the beginning of `text`, if it is there.
bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

QtestClient::QtestClient(UnixSocket socket, Handlers handlers)
    : handlers_(std::move(handlers)),
      lines_(std::move(socket), "QEMU's qtest", kLongestAnswer,
             {.on_line = [this](std::string_view line) { take(line); },
              .on_end =
                  [this](const std::string& why) {
                    if (handlers_.on_end) handlers_.on_end(why);
                  }}) {}

void QtestClient::take(std::string_view line) {
  const auto refuse = [this, line] {
    lines_.end(fmt::format("QEMU's qtest reports \"{}\"", line));
  };
  std::string_view rest = line;
  std::uint32_t number = 0;
  std::uint64_t value = 0;
  if (take_prefix(rest, "IRQ ")) {
    const bool level = take_prefix(rest, "raise ");
    if ((!level && !take_prefix(rest, "lower ")) || !parse_whole(rest, number, 10)) return refuse();
    if (handlers_.on_output) handlers_.on_output(number, level);
  } else if (line == "OK") {
    answer(std::uint64_t{0});
  } else if (take_prefix(rest, "OK 0x")) {
    if (!parse_whole(rest, value, 16)) return refuse();
    answer(value);
  } else if (line.starts_with("FAIL") || line.starts_with("ERR")) {
    answer(make_error(ErrorCode::unsupported, "QEMU's qtest reports: {}", line));
  } else {
    refuse();
  }
}

void QtestClient::answer(const Result<std::uint64_t>& result) {
  if (waiting_.empty()) return lines_.end("QEMU's qtest sent a response without a request");
  const Answered answered = std::exchange(waiting_.front(), {});
  waiting_.pop_front();
  if (answered) answered(result);
  if (waiting_.empty() && !lines_.ended() && handlers_.on_idle) handlers_.on_idle();
}

void QtestClient::send(std::string_view command, Answered answered) {
  waiting_.push_back(std::move(answered));
  lines_.send(command);
}

void QtestClient::set_input(const QtestPath& device, LineOffset line, InputLevel level) {
  send(set_input_command(device, line, level), {});
}

void QtestClient::intercept(const QtestPath& device, std::string_view outputs, Answered answered) {
  send(intercept_command(device, outputs), std::move(answered));
}

boost::asio::awaitable<Result<std::uint64_t>> QtestClient::ask_to_intercept(
    const QtestPath& device, std::string_view outputs) {
  return completion_of<Result<std::uint64_t>>([this, &device, outputs](Answered answered) {
    intercept(device, outputs, std::move(answered));
  });
}

void QtestClient::read(std::uint64_t address, int bytes, Answered answered) {
  send(read_command(address, bytes), std::move(answered));
}

void QtestClient::write(std::uint64_t address, int bytes, std::uint32_t value) {
  send(write_command(address, bytes, value), {});
}

}  // namespace pinbridge::qemu
