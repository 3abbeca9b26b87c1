#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>
#include <msgpack.hpp>

#include "api/commands.hpp"
#include "api/hub.hpp"
#include "fuzz_board.hpp"

namespace pinbridge::fuzz {

/// A board with all kinds of controls, and its clients' hub. Lives as long as the fuzzer: what
/// inputs have set stays set.
class FuzzHub {
 public:
  FuzzHub() { board_.advance(Duration(1)); }

  api::Hub& hub() { return hub_; }
  Bench& bench() { return board_.bench(); }
  void advance(Duration by) {
    board_.advance(by);
    hub_.pass_on_news();
  }

 private:
  FuzzBoard board_{kBoardOfControls};
  api::Commands commands_{board_.bench(), "fuzz", board_.board()};
  api::Hub hub_{commands_, [] {}};
};

inline void pack(msgpack::packer<msgpack::sbuffer>& packer, const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      packer.pack_nil();
      break;
    case boost::json::kind::bool_:
      packer.pack(value.get_bool());
      break;
    case boost::json::kind::int64:
      packer.pack(value.get_int64());
      break;
    case boost::json::kind::uint64:
      packer.pack(value.get_uint64());
      break;
    case boost::json::kind::double_:
      packer.pack(value.get_double());
      break;
    case boost::json::kind::string:
      packer.pack(std::string(value.get_string()));
      break;
    case boost::json::kind::array:
      packer.pack_array(static_cast<std::uint32_t>(value.get_array().size()));
      for (const auto& element : value.get_array()) pack(packer, element);
      break;
    case boost::json::kind::object:
      packer.pack_map(static_cast<std::uint32_t>(value.get_object().size()));
      for (const auto& [key, element] : value.get_object()) {
        packer.pack(std::string(key));
        pack(packer, element);
      }
  }
}

/// A line of JSON as MessagePack; bytes that are not JSON as they are.
inline std::string message_of(std::string_view line) {
  boost::system::error_code error;
  const boost::json::value value =
      boost::json::parse(boost::json::string_view(line.data(), line.size()), error);
  if (error) return std::string(line);
  msgpack::sbuffer buffer;
  msgpack::packer packer(buffer);
  pack(packer, value);
  return {buffer.data(), buffer.size()};
}

}  // namespace pinbridge::fuzz
