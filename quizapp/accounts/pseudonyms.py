"""Pseudonyms: a kind adjective, a noun and a number, such as "Patient Otter 4821"."""

from __future__ import annotations

from random import Random

ADJECTIVES = tuple(
    """
    Able Agile Airy Alert Amber Ample Apt Ardent Artful Attentive Balmy Blithe Bold Bonny Brave Breezy Bright Brisk
    Bubbly Buoyant Calm Candid Careful Caring Cheerful Chipper Civil Clear Clever Coastal Composed Cordial Cosy
    Courteous Crisp Curious Dapper Daring Dashing Dauntless Deft Devoted Diligent Dreamy Eager Earnest Easy Elegant
    Even Exact Fair Faithful Fearless Festive Fleet Fluent Focused Fond Frank Free Fresh Friendly Funny Gallant
    Generous Gentle Genuine Gifted Glad Gleaming Golden Graceful Grateful Handy Happy Hardy Hearty Helpful Honest
    Hopeful Humble Ideal Inventive Jolly Jovial Joyful Just Keen Kind Lasting Lively Loyal Lucid Lucky Lunar Lush
    Mellow Merry Mighty Mindful Modest Neat Nifty Nimble Noble Open Orderly Patient Peaceful Placid Playful Plucky
    Poised Polite Prompt Proud Quick Quiet Radiant Ready Restful Robust Rosy Rustic Sage Sensible Serene Sharp Shining
    Sincere Skilful Smiling Smooth Snug Solar Sparkling Spirited Sprightly Spry Stately Steady Stellar Sturdy Subtle
    Sunny Sure Swift Tactful Tender Thankful Thorough Thoughtful Tidy Tranquil True Trusty Upbeat Valiant Verdant
    Vibrant Vivid Warm Watchful Wily Wise Witty Wondrous Worthy Zesty
    """.split()  # noqa: SIM905  (a word list reads better than two hundred quoted strings)
)

NOUNS = tuple(
    """
    Acorn Alder Alpaca Anchor Apple Apricot Arbour Aspen Aster Avocet Badger Bamboo Barley Basil Beacon Beaver Beech
    Birch Bison Blossom Bluebell Bobcat Bramble Breeze Bridge Brook Bunting Buttercup Camel Canary Canoe Canyon
    Caribou Cedar Cello Chaffinch Cherry Chestnut Chickadee Cicada Clover Comet Compass Condor Coral Cormorant Cove
    Cricket Crocus Curlew Cypress Daffodil Dahlia Daisy Dingo Dolphin Dormouse Dove Dragonfly Dunlin Eagle Egret
    Elder Elk Ember Falcon Fennel Fern Ferret Fiddle Finch Firefly Fjord Flamingo Foxglove Gannet Garnet Gazelle
    Gecko Geyser Ginger Glacier Goldfinch Grove Gull Harbour Hare Harp Hazel Heather Hedgehog Heron Hickory Holly
    Hornbeam Ibex Ibis Iris Island Jackdaw Jasmine Juniper Kestrel Kingfisher Kite Kiwi Koala Lagoon Lantern Lapwing
    Larch Lark Laurel Lavender Lemur Lichen Lilac Lily Linden Linnet Llama Lotus Lynx Magnolia Magpie Mallard Mango
    Manatee Maple Marigold Marmot Marten Meadow Mimosa Mistral Moss Myrtle Narwhal Nectar Newt Nightingale Nuthatch
    Oak Oasis Ocelot Olive Orchard Orchid Oriole Osprey Otter Owl Panda Pansy Peacock Pebble Pelican Peony Petrel
    Pine Pipit Plover Plum Poplar Poppy Prairie Puffin Quail Quartz Quince Quokka Rabbit Raven River Robin Rosemary
    Rowan Saffron Salmon Sandpiper Sequoia Skylark Sparrow Spruce Starling Stork Swallow Swan Sycamore Tamarin
    Tapir Teal Tern Thistle Thrush Thyme Toucan Trout Tulip Turtle Valley Vole Wagtail Walnut Walrus Warbler Waxwing
    Willow Wombat Woodlark Wren Yarrow Zebra Zephyr
    """.split()  # noqa: SIM905  (a word list reads better than two hundred quoted strings)
)

HIGHEST = 9_999


def make(random: Random) -> str:
    """A pseudonym that may already be somebody's: who stores it tries again."""
    return f"{random.choice(ADJECTIVES)} {random.choice(NOUNS)} {random.randint(10, HIGHEST)}"
