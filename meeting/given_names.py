"""Common given names in Denmark: the evidence by which a person is told from a place."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GIVEN_NAMES = _set(
    "Aage Abdi Abdul Adam Agnete Ahmad Ahmed Aisha Aksel Albert Alberte Alexander Alfred Ali "
    "Alice Allan Alma Amalie Amina Amira Anders Andrea Andreas Ane Anette Anita Anja Ann Anna "
    "Anne Annelise Annemarie Annette Anni Anton Arne Arthur Asger Asta August Axel Bente Benjamin "
    "Bent Bernhard Berit Betina Bettina Birgit Birgitte Birthe Bjarne Bo Bodil Brian Britta Britt "
    "Camilla Carl Carina Caroline Carsten Casper Cecilie Charlotte Christa Christian Christina "
    "Christine Christoffer Claus Clara Connie Dagmar Daniel David Dennis Dorte Dorthe Ditte Ebbe "
    "Edith Egon Eigil Einar Elin Elisabeth Ella Ellen Elly Else Emil Emilie Emily Emma Erik "
    "Erling Esben Ester Eva Fatima Fie Finn Flemming Frank Freja Frida Frederik Frederikke Frode "
    "Gerda Gert Gitte Gorm Grete Grethe Gudrun Gunnar Gurli Hanne Hans Harald Hassan Heidi Helen "
    "Helene Helga Helge Helle Henning Henrik Herman Hugo Hussein Ib Ibrahim Ida Inga Inge Inger "
    "Ingrid Irene Isabella Ivan Iben Jacob Jakob Jan Jane Janne Jannik Jens Jeppe Jesper Jette "
    "Jimmy Joan Johan Johanne Johannes John Johnny Jonas Jonathan Jonna Josefine Julie Jytte "
    "Jørgen Jørn Kaj Karen Karin Karl Karla Karsten Kasper Katja Katrine Keld Kenneth Kent Kim "
    "Kirsten Kirstine Kjeld Klaus Knud Kristian Kristina Kristine Kurt Lars Lasse Laura Laurits "
    "Lea Leif Lena Lene Leo Liam Lilli Lily Linda Line Lis Lisa Lisbeth Lise Liselotte Lissi Lone "
    "Lotte Louise Lucas Ludvig Luna Lykke Mads Maja Malene Malthe Maren Maria Marcus Mariam "
    "Marianne Marie Mark Markus Marlene Martha Martin Mathias Mathilde Melissa Merete Mette Mia "
    "Michael Michelle Mikael Mikkel Mille Mohamad Mohamed Mohammad Mohammed Mona Morten Mogens "
    "Muhammad Nadia Nanna Nete Nicklas Nicolai Niels Niklas Nikolaj Nina Noah Nora Oda Ole Oliver "
    "Olivia Oscar Otto Ove Palle Patrick Paul Peder Per Pernille Peter Pia Poul Preben Ramona "
    "Randi Rasmus Regitze Rikke Rita Robert Rolf Ronni Rosa Rune Ruth Samuel Sander Sandra Sanne "
    "Sara Sarah Sebastian Selma Signe Sigrid Silas Silje Simon Simone Sine Sofia Sofie Solveig "
    "Stefan Steen Stig Stine Storm Susan Susanne Svend Søren Sylvia Tage Tanja Theodor Theo "
    "Therese Thomas Thor Tim Tina Tine Tobias Tom Tommy Tonny Torben Torsten Troels Trine Tove "
    "Ulla Ulrik Uffe Valdemar Vera Vibeke Victor Viggo Villads Villy Viola Vivi William Winnie "
    "Yasmin Yusuf Yvonne Zahra "
)
