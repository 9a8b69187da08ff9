"""The long story of the demo: more than six hundred tokens."""

STORY = """\
# The Lighthouse That Wanted to See the Sea

At the end of a long stone pier stood a lighthouse called Odile. Every evening she lit her lamp, and every evening \
the ships came home along the path she drew for them. The captains waved. The gulls slept on her railing. And yet \
Odile had a secret wish: she wanted, just once, to see the sea.

"But you look at it all night," said the oldest gull, whose name was Captain although he had never owned a ship.

"I look at my own light," said Odile. "Wherever I turn, there it is, bright as butter. I see a circle of foam and \
a strip of water. Beyond it everything is black. I do not know what I am guarding."

Captain thought about this for as long as a gull can think, which is about as long as it takes to eat a herring. \
Then he flew off to ask the others.

The crabs said that the sea was mostly floor. The seals said that it was a kind of bed. An old whale, who was \
passing on her way north, came closest. "The sea," she said, "is what you hear when you stop listening to yourself."

That night the fog came in. It rolled over the pier, it climbed the steps, it put its grey hands over the windows. \
Odile's light went out a little way and lay down like a tired dog. No ship was due. The harbour master, who was a \
kind man with cold feet, looked at the calendar, looked at the fog, and said: "Go on, then. Rest for an hour. I \
will ring the bell if anyone comes."

And for the first time in ninety years he turned the lamp off.

At first there was only the dark. Then, because there was nothing to look at, Odile began to listen. She heard the \
long breath of the water along the stones. She heard rain arrive on the waves, a thousand small feet, and walk \
towards the land.

Then the wind turned, and the fog was folded up and put away.

There it was. Not black at all, but silver and blue and a green that had no name. It went on and on, past every \
place that she had ever lit, up to a thin bright line where the sky began. Small boats were sleeping in the \
bay. In the middle of everything a whale rose, breathed out \
a tall white feather, and was gone.

"Oh," said Odile. "So that is what it is for."

"What?" asked Captain, who had woken up.

"The light. It is not for seeing. It is for being seen."

Some nights, when no ship is due, the harbour master still turns off the lamp for an hour. He says that it saves \
oil. Captain says nothing. He sits on the railing with his head under his wing, and listens to the sea, which is \
mostly floor, and a kind of bed, and sounds, if you are very quiet, exactly like somebody sleeping.

*Good night.*"""
