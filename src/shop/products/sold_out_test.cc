#include "shop/products/sold_out.h"

#include <gtest/gtest.h>

namespace nigiwai::shop {
namespace {

timeline::SharedEvent event(const std::string& show, const std::string& kind, json::object data) {
  auto made = std::make_shared<timeline::Event>();
  made->show = show;
  made->kind = kind;
  made->data = std::move(data);
  return made;
}

TEST(SoldOutBoard, KnowsWhatIsSurelySoldOutAndForgetsItWithTheFirstPiece) {
  SoldOutBoard board;
  EXPECT_FALSE(board.is_sold_out("lip"));
  board.published(event("", "stock.changed", {{"sku", "lip"}, {"left", 0}}));
  EXPECT_TRUE(board.is_sold_out("lip"));
  EXPECT_FALSE(board.is_sold_out("oil"));
  board.published(event("", "stock.changed", {{"sku", "lip"}, {"left", 1}}));
  EXPECT_FALSE(board.is_sold_out("lip"));
}

TEST(SoldOutBoard, IsNotSureOfWhatIsKeptForSomebody) {
  SoldOutBoard board;
  board.published(event("", "stock.changed", {{"sku", "lip"}, {"left", 0}, {"held", 1}}));
  EXPECT_FALSE(board.is_sold_out("lip"));
  board.published(event("", "stock.changed", {{"sku", "lip"}, {"left", 0}}));
  EXPECT_TRUE(board.is_sold_out("lip"));
  // Pieces that were gathered for one who gave up go to the next in line, and what is left stays nothing.
  board.published(event("show", "hold.granted", {{"sku", "lip"}}));
  EXPECT_FALSE(board.is_sold_out("lip"));
}

TEST(SoldOutBoard, HearsEachChangeOnce) {
  SoldOutBoard board;
  board.published(event("", "stock.changed", {{"sku", "lip"}, {"left", 3}}));
  board.published(event("show", "stock.changed", {{"sku", "lip"}, {"left", 0}}));
  EXPECT_FALSE(board.is_sold_out("lip")) << "a show's copy is not what counts";
}

}  // namespace
}  // namespace nigiwai::shop
