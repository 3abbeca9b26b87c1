#include "cli/part_picture.hpp"

#include <gtest/gtest.h>

namespace pinbridge::cli {
namespace {

TEST(PartPicture, TheAddressIsThatOfAFile) {
  EXPECT_EQ(picture_address("/tmp/a b#c/picture.html"), "file:///tmp/a%20b%23c/picture.html");
}

TEST(PartPicture, TheDocumentHasWhatToDrawAsData) {
  EXPECT_EQ(document_with("<html><head></head><body></body></html>", R"({"a":"</script>"})"),
            R"(<html><head><script type="application/json" id="moment">{"a":"\u003c/script>"})"
            "</script></head><body></body></html>");
  EXPECT_EQ(document_with("nothing", "{}"), "");
}

TEST(PartPicture, TheSizeIsReadFromTheDocumentsFirstTagOnly) {
  EXPECT_EQ(picture_size(R"(<!DOCTYPE html><html lang="en" data-size="302x136"><head>)"),
            "302,136");
  EXPECT_EQ(picture_size(R"(<html lang="en"><head></head><p data-size="302x136">)"), "");
  EXPECT_EQ(picture_size(R"(<html data-size="0x16"><head>)"), "");
}

}  // namespace
}  // namespace pinbridge::cli
