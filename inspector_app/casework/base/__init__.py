"""What every act needs: the desk it is done at, plain values, the clock."""
