"""The demo office of trial mode: one synthetic street with its people and some hundred matters (R24).

`office` founds it, `matters` is what people come with, `plans` says how far each one has come by today, `stories`
takes it there by the steps the pages use, and `loading` puts it all together.
"""
