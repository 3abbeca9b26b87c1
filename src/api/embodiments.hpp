#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api/commands.hpp"
#include "api/frame_sink.hpp"
#include "bench/embodied_part.hpp"

namespace pinbridge::api {

/// The parts of the board that one client embodies. Sends it `sensed` for each level change of
/// their pins, `controlled` for each control that is set, and `ended` when the board no longer has
/// the part. Leaves all of them when it dies.
class Embodiments : private EmbodiedPart::Program {
 public:
  static constexpr std::size_t kMostParts = 64;
  static constexpr std::size_t kMostShown = 32;       ///< values of one part
  static constexpr std::size_t kLongestName = 64;     ///< of a value, in bytes
  static constexpr std::size_t kLongestShown = 1024;  ///< of a text, in bytes

  /// A drive of one of the part's pins, by its name without the part.
  struct PinDrive {
    std::string pin;
    Drive drive;
  };

  /// Both outlive it.
  Embodiments(Commands& commands, FrameSink& client) : commands_(commands), client_(client) {}
  ~Embodiments() override;

  /// The client embodies a part without a behaviour of its own: a custom chip, or a part of an
  /// unknown type. Fails if it is another kind of part, another client embodies it, or it lacks one
  /// of the pins.
  Result<PartId> embody(std::string_view part, const std::vector<std::string>& pins);

  // Each fails, and changes nothing, if this client does not embody the part.

  /// At once for all of them.
  Result<void> drive(std::string_view part, const std::vector<PinDrive>& drives);
  /// Values have a name, and numbers or printable texts.
  Result<void> show(std::string_view part, const std::vector<ControlState>& values);
  Result<void> leave(std::string_view part);

  /// The bench has become another board: the client is notified of parts that ended.
  void rewired();

 private:
  void pin_sensed(const EmbodiedPart& part, PinIndex pin, Level level, Time time) override;
  void control_set(const EmbodiedPart& part, std::string_view name, const ControlValue& value,
                   Time time) override;

  /// nullptr if the board has no such part, or it cannot be embodied.
  EmbodiedPart* find(std::string_view part);
  Result<EmbodiedPart*> own(std::string_view part);
  Result<PinIndex> pin_of(std::string_view part, std::string_view pin) const;

  Commands& commands_;
  FrameSink& client_;
  std::vector<std::string> parts_;
};

}  // namespace pinbridge::api
