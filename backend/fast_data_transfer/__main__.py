"""
`python -m fast_data_transfer`, the same as `fdt`.
"""

from fast_data_transfer.cli import main

main()
