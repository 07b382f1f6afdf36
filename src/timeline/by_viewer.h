// Finding what viewers did, by the index event_by_viewer.
#pragma once

namespace nigiwai::timeline {

// The events that stand in that index: in a query, beside by_id. Those of orders are found by the orders of
// the viewer (the shop's order_event), and what the server keeps for itself alone carries no text and no
// name.
inline constexpr const char* kByViewer = "by_role = 'viewer' AND audience < 3 AND kind <> 'order.placed'";

}  // namespace nigiwai::timeline
